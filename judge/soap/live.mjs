// Real calls of a service that node-soap makes of a WSDL: lists, headers, faults, one-way, passwords in the envelope, TLS, silence.
// node live.mjs BINARY

import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOMParser } from '@xmldom/xmldom';
import soap from 'soap';
import { SignedXml } from 'xml-crypto';
import xpath from 'xpath';
import { Client, serve } from '../lib/mcp.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [binary] = process.argv.slice(2);
const wsdl = readFileSync(join(here, 'live.wsdl'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-soap-'));
let passed = 0;
let failed = 0;

/** xml-crypto brings no ECDSA along. */
class Ecdsa {
  verifySignature(material, key, value) {
    return verify('sha256', Buffer.from(material), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(value, 'base64'));
  }

  getAlgorithmName() { return 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'; }
}

function check(name, condition, shown) {
  if (condition) passed += 1;
  else failed += 1;
  console.log(`${condition ? 'ok  ' : 'FAIL'} ${name}${condition ? '' : `: ${JSON.stringify(shown)}`}`);
}

const notified = [];
let desk;
const service = {
  LibraryService: {
    LibraryPort: {
      FindBooks(args, callback, headers) {
        desk = headers?.Ticket?.desk;
        if (args.title === 'fail') throw { Fault: { faultcode: 'soap:Client', faultstring: 'no <such> title', detail: { hint: 'try "Dune"' } } };
        const answer = { book: { attributes: { isbn: '0441' }, title: args.title, pages: 412, lent: false }, total: '9007199254740993' };
        if (args.title === 'slow') { setTimeout(() => callback(answer), 60_000).unref(); return undefined; }
        return answer;
      },
      Notify(args) { notified.push(args.text); },
    },
  },
};

/** Listens, with an optional check of who calls, and serves it as MCP. */
async function library(options, body) {
  const handler = (request, response) => { response.statusCode = 404; response.end(); };
  const server = options.tls ? createSecureServer(options.tls, handler) : createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = soap.listen(server, { path: '/library', services: service, xml: wsdl, oneWay: { emptyBody: true, responseCode: 202 } });
  if (options.authenticate) listening.authenticate = options.authenticate;
  const address = `${options.tls ? 'https://localhost' : 'http://127.0.0.1'}:${server.address().port}/library`;
  const hub = await serve(binary, [options.wsdl ?? join(here, 'live.wsdl'), '--upstream', address, '--allow-private-upstreams', ...(options.args ?? [])]);
  try {
    const client = new Client(hub.url);
    await client.open();
    await body(client, address);
  } finally {
    await hub.stop();
    server.closeAllConnections();
    server.close();
  }
}

await library({}, async (client, address) => {
  const tools = await client.tools();
  check('every operation is a tool', JSON.stringify(tools.map((tool) => tool.name)) === '["find_books","notify"]', tools.map((tool) => tool.name));
  const found = await client.call('find_books', { title: 'Dune & <more>', tag: ['a', 'b'], since: '2026-01-02', Ticket: { desk: '7' } });
  const expected = { book: [{ '@isbn': '0441', title: 'Dune & <more>', pages: 412, lent: false }] };
  check('one book is a list of one', JSON.stringify(found.structuredContent?.book) === JSON.stringify(expected.book), found);
  check('numbers stay whole', found.content[0].text.includes('9007199254740993'), found.content);
  check('headers arrive', desk === '7', desk);
  const fault = await client.call('find_books', { title: 'fail' });
  check('a fault is an error with its words', fault.isError === true && fault.content[0].text.includes('no <such> title [Client]'), fault);
  check('its detail comes along', fault.content[0].text.includes('try \\"Dune\\"'), fault);
  const told = await client.call('notify', { text: 'hello' });
  check('one-way is taken', !told.isError && notified[0] === 'hello', [told, notified]);
  const wrong = await client.call('find_books', { title: 'x', since: 'tomorrow', pages: 3 });
  check('wrong arguments are named', wrong.isError === true && wrong.content[0].text.includes('pages'), wrong);
  // The service tells its own WSDL.
  const live = await serve(binary, [`${address}?wsdl`, '--allow-private-upstreams', '--upstream', address]);
  try {
    const again = new Client(live.url);
    await again.open();
    check('the live WSDL is read', (await again.tools()).length === 2, null);
  } finally {
    await live.stop();
  }
});

// WS-Security: the password as text and as a digest, checked by the rules of the profile.
const nonces = new Set();
const isAnn = (security) => {
  const token = security?.UsernameToken;
  if (token?.Username !== 'ann') return false;
  const type = token.Password?.attributes?.Type ?? '';
  const value = token.Password?.$value ?? token.Password;
  if (type.endsWith('#PasswordText')) return value === 's&cret';
  const nonce = Buffer.from(token.Nonce?.$value ?? token.Nonce, 'base64');
  const digest = createHash('sha1').update(nonce).update(token.Created).update('s&cret').digest('base64');
  const fresh = !nonces.has(nonce.toString('hex')) && Math.abs(Date.now() - Date.parse(token.Created)) < 60_000;
  nonces.add(nonce.toString('hex'));
  return fresh && value === digest && Date.parse(security.Timestamp.Expires) > Date.now();
};
for (const scheme of ['ws_security', 'ws_security_digest']) {
  await library({ authenticate: isAnn, args: ['--auth', `${scheme}=ann:s&cret`] }, async (client) => {
    for (let i = 0; i < 2; i++) {
      const found = await client.call('find_books', { title: 'Dune' });
      check(`${scheme} is accepted`, !found.isError && found.structuredContent.book.length === 1, found);
    }
  });
}
await library({ authenticate: isAnn, args: ['--auth', 'ws_security=ann:wrong'] }, async (client) => {
  const refused = await client.call('find_books', { title: 'Dune' });
  check('a wrong password is an error', refused.isError === true && !JSON.stringify(refused).includes('wrong'), refused);
});

// WS-Security: the body and the time, signed; verified by xml-crypto with the certificate that came along.
for (const [kind, make] of [['RSA', ['-newkey', 'rsa:2048']], ['ECDSA', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']]]) {
  const [key, certificate] = ['key', 'cert'].map((part) => join(folder, `${kind}-${part}.pem`));
  execFileSync('openssl', ['req', '-x509', ...make, '-nodes', '-days', '2', '-subj', '/CN=ann', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const both = join(folder, `${kind}.pem`);
  writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  let verdict;
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const envelope = Buffer.concat(parts).toString('utf8');
    const document = new DOMParser().parseFromString(envelope, 'text/xml');
    const one = (name) => xpath.select1(`//*[local-name(.)='${name}']`, document);
    const shown = new X509Certificate(Buffer.from(one('BinarySecurityToken').textContent, 'base64'));
    const signed = new SignedXml({ publicCert: shown.publicKey.export({ type: 'spki', format: 'pem' }), idAttributes: ['Id', 'wsu:Id'] });
    if (kind === 'ECDSA') signed.SignatureAlgorithms['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'] = Ecdsa;
    signed.loadSignature(one('Signature'));
    try {
      verdict = signed.checkSignature(envelope) && shown.raw.equals(new X509Certificate(readFileSync(certificate)).raw) && signed.getReferences().length === 2;
      const bent = envelope.replace('Dune', 'dune');
      const again = new SignedXml({ publicCert: shown.publicKey.export({ type: 'spki', format: 'pem' }), idAttributes: ['Id', 'wsu:Id'] });
      if (kind === 'ECDSA') again.SignatureAlgorithms['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'] = Ecdsa;
      again.loadSignature(one('Signature'));
      let bentIsRefused = false;
      try { bentIsRefused = !again.checkSignature(bent); } catch { bentIsRefused = true; }
      verdict = verdict && bentIsRefused;
    } catch (error) { verdict = String(error); }
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><FindBooksResponse xmlns="urn:library"><total>0</total></FindBooksResponse></s:Body></s:Envelope>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub = await serve(binary, [join(here, 'live.wsdl'), '--upstream', `http://127.0.0.1:${server.address().port}/`, '--allow-private-upstreams', '--auth', `ws_security_x509=file:${both}`]);
  try {
    const client = new Client(hub.url);
    await client.open();
    const found = await client.call('find_books', { title: 'Dune & <tab>\t"quotes"', tag: ['é', '\n'], Ticket: { desk: '7' } });
    check(`a signature by ${kind} holds, and only for what was signed`, verdict === true && !found.isError, [verdict, found]);
  } finally {
    await hub.stop();
    server.close();
  }
}

// TLS with a certificate of our own authority, and without it.
execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE',
  '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
const tls = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
process.env.SSL_CERT_FILE = join(folder, 'cert.pem');
await library({ tls }, async (client) => {
  const found = await client.call('find_books', { title: 'Dune' });
  check('TLS works', !found.isError, found);
});
writeFileSync(join(folder, 'empty.pem'), '');
process.env.SSL_CERT_FILE = join(folder, 'empty.pem');
await library({ tls }, async (client) => {
  const refused = await client.call('find_books', { title: 'Dune' });
  check('a certificate of nobody is refused', refused.isError === true && /certificate/i.test(refused.content[0].text), refused);
});
delete process.env.SSL_CERT_FILE;

await library({ args: ['--timeout', '1'] }, async (client) => {
  const late = await client.call('find_books', { title: 'slow' });
  check('silence ends in time', late.isError === true && /within 1s/.test(late.content[0].text), late);
});

rmSync(folder, { recursive: true, force: true });
console.log(`soap live: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
