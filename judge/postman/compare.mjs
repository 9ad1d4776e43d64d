// Two requests on the wire: what a server makes of them must be the same.

import { isDeepStrictEqual } from 'node:util';

/** Headers that each client sets in its own way, or that say how the message is framed. */
const OWN = new Set(['host', 'connection', 'user-agent', 'accept', 'accept-encoding', 'content-length', 'content-type', 'cache-control',
  'postman-token', 'transfer-encoding']);

/** What differs, in words. Of `secrets`, names of headers and parameters, only that they are there counts. */
export function differences(expected, made, secrets) {
  const words = [];
  const differ = (what, a, b) => words.push(`${what}: newman ${short(a)} mcphub ${short(b)}`);
  if (expected.method !== made.method) differ('method', expected.method, made.method);
  const [a, b] = [expected, made].map(({ url }) => new URL(url, 'http://x'));
  const path = (url) => decoded(url.pathname).replace(/\/$/, '');
  if (path(a) !== path(b)) differ('path', path(a), path(b));
  // A plus sign is one: Postman sends it as it is typed, and typing it means it.
  const query = (url) => url.search.slice(1).split('&').filter((pair) => pair && !pair.startsWith('=')).map((pair) => {
    const [key, ...value] = pair.split('=').map(decoded);
    return `${key}=${secrets.has(key.toLowerCase()) ? '…' : value.join('=')}`;
  }).sort();
  if (!isDeepStrictEqual(query(a), query(b))) differ('query', query(a), query(b));
  for (const [name, value] of Object.entries(expected.headers)) {
    if (!OWN.has(name) && (secrets.has(name) ? !made.headers[name] : made.headers[name] !== value)) differ(`header ${name}`, value, made.headers[name]);
  }
  for (const name of Object.keys(made.headers)) {
    if (!OWN.has(name) && !secrets.has(name) && !(name in expected.headers)) differ(`header ${name}`, undefined, made.headers[name]);
  }
  const type = ({ headers }) => (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  // A range (`*/*`) is no type of anything; newman sends it as it stands, we send what the body is.
  if (expected.body.length && type(expected) !== type(made) && !type(expected).includes('*')) differ('content type', type(expected), type(made));
  const [was, is] = [expected, made].map((one) => body(one, type(one)));
  if (!isDeepStrictEqual(was, is)) differ('body', was, is);
  return words;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function body({ headers, body: bytes }, type) {
  const text = bytes.toString('utf8');
  if (!text) return '';
  if (type.endsWith('json')) { try { return JSON.parse(text); } catch { return text; } }
  if (type === 'application/x-www-form-urlencoded') return [...new URLSearchParams(text)].map(([key, value]) => `${key}=${value}`).sort();
  if (type.startsWith('multipart/')) {
    const boundary = /boundary="?([^";]+)/.exec(headers['content-type'])?.[1];
    return text.split(`--${boundary}`).slice(1, -1).map((part) => {
      const [head, ...content] = part.split('\r\n\r\n');
      return `${/ name="([^"]*)"/.exec(head)?.[1]}=${content.join('\r\n\r\n').trim()}`;
    }).sort();
  }
  return text.trim();
}

function short(value) {
  return (typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing').slice(0, 300);
}
