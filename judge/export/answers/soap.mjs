// Answers that a SOAP service may give to one operation, put together from the types of its document.

import { ANSWERS } from './http.mjs';

const NAMESPACES = { 11: 'http://schemas.xmlsoap.org/soap/envelope/', 12: 'http://www.w3.org/2003/05/soap-envelope' };
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const DEEPEST = 4;
const TEXTS = {
  full: { string: 'é &amp; &lt;b&gt; <![CDATA[<c>]]> ', boolean: 'true', number: '12' },
  edge: { string: '', boolean: '0', number: ' -1.50 ' },
};

/** They depend on the binding and on `types`, the blueprint's XML types. */
export function soap(binding, types) {
  const own = NAMESPACES[binding.soap_12 ? 12 : 11];
  const kind = `${binding.soap_12 ? 'application/soap+xml' : 'text/xml'}; charset=utf-8`;
  const headers = { 'content-type': kind };
  const body = (mode) => {
    const parts = (binding.answer ?? []).map(([name, type]) => element(types, { name, type }, mode, 0)).join('');
    return binding.answer_wrapped ? `<r:Response xmlns:r="urn:r">${parts}</r:Response>` : parts;
  };
  const envelope = (inside, head = '') => `<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="${own}" xmlns:xsi="${XSI}">${head}<s:Body>${inside}</s:Body></s:Envelope>`;
  const fault = (code, reason, detail = '') => envelope(binding.soap_12
    ? `<s:Fault><s:Code><s:Value>s:${code === 'Client' ? 'Sender' : code}</s:Value></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason>${detail && `<s:Detail>${detail}</s:Detail>`}</s:Fault>`
    : `<s:Fault><faultcode>s:${code}</faultcode><faultstring>${reason}</faultstring>${detail && `<detail>${detail}</detail>`}</s:Fault>`);
  const answers = {
    object: envelope(body('full')),
    edges: envelope(body('edge'), '<s:Header><x:h xmlns:x="urn:x">1</x:h></s:Header>'),
    empty: envelope(''),
    'something else': envelope('<x:other xmlns:x="urn:x" x:a="1"><b>1</b><b>2</b><c/></x:other>'),
    'a prefix nobody declared': envelope(body('full').replace('<', '<zz:z/><')),
    'words around it': `\n  log line\n${envelope(body('full'))}\ntrailing`,
    'a fault of ours': fault('Client', ' wrong &amp; odd ', '<x:why xmlns:x="urn:x" code="7"><x:a>1</x:a></x:why>'),
    'a fault of theirs': fault('Server', 'database is down'),
    'a fault without a reason': fault('Server', ''),
    'not let in': fault('Client', 'Authentication failed'),
    'with a doctype': `<!DOCTYPE a [<!ENTITY e "expanded">]>${envelope('<a>&e;</a>')}`,
    'cut off': envelope(body('full')).slice(0, -30),
    deep: envelope(`${'<a>'.repeat(150)}x${'</a>'.repeat(150)}`),
  };
  const all = Object.fromEntries(Object.entries(answers).map(([name, text]) => [name, { status: /fault of ours|not let in/.test(name) ? 500 : 200, headers, body: text }]));
  const latin = envelope(body('full')).replace('encoding="utf-8"', 'encoding="iso-8859-1"');
  all['another encoding'] = { headers: { 'content-type': kind.replace('utf-8', 'iso-8859-1') }, body: Buffer.from(latin, 'latin1') };
  all['with an attachment'] = {
    headers: { 'content-type': `multipart/related; type="text/xml"; start="<root>"; boundary="B-1"` },
    body: ['--B-1', `Content-Type: ${kind}`, 'Content-ID: <root>', '', envelope(body('full')), '--B-1', 'Content-Type: text/plain', 'Content-ID: <a>', '', 'attached words', '--B-1--', ''].join('\r\n'),
  };
  for (const name of ['nothing', 'a page', 'unknown', 'forbidden', 'broken', 'object']) all[`HTTP: ${name}`] = ANSWERS[name];
  return all;
}

/** An element of a type; empty where the types end or go too deep. */
function element(types, declared, mode, depth) {
  const { name, type: at, namespace, nillable } = declared;
  const local = name || 'anything';
  const type = types.types[at];
  const open = namespace === undefined ? local : `n${namespace}:${local} xmlns:n${namespace}="${attribute(types.namespaces[namespace])}"`;
  const close = namespace === undefined ? local : `n${namespace}:${local}`;
  if (nillable && mode === 'edge') return `<${open} xsi:nil="true"/>`;
  if (!type || depth > DEEPEST) return `<${open}/>`;
  let actual = type;
  let typed = '';
  if (type.derived?.length && (mode === 'edge' || type.abstract)) {
    const found = types.types[type.derived[0]];
    if (found?.name) {
      actual = found;
      typed = ` xmlns:t="${attribute(types.namespaces[found.name[0]])}" xsi:type="t:${found.name[1]}"`;
    }
  }
  const attributes = (actual.attributes ?? []).filter((one) => !one.name.includes(':')).map((one) => ` ${one.name}="${TEXTS.full[one.text ?? 'string'].replace(/<!\[CDATA.*/, '')}"`).join('');
  return `<${open}${typed}${attributes}>${content(types, actual.content, mode, depth)}</${close}>`;
}

function content(types, held, mode, depth) {
  if (held === 'any' || held === undefined) return mode === 'edge' ? '' : '<x:any xmlns:x="urn:x" a="1"><x:b>t</x:b></x:any>';
  if (held.text) return TEXTS[mode][held.text];
  if (held.list) return `${TEXTS[mode][held.list]} ${TEXTS[mode][held.list]}`;
  const elements = held.elements ?? [];
  if (mode === 'edge') return elements.filter((one) => one.required || one.nillable).map((one) => element(types, one, mode, depth + 1)).join('');
  return elements.map((one) => element(types, one, mode, depth + 1).repeat(one.many ? 2 : 1)).join('') + (depth === 0 ? '<unheardOf>1</unheardOf>' : '');
}

function attribute(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
