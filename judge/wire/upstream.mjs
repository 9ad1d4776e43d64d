// The upstream of one document: records each request and lets Prism judge it against the original document.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http');
const route = require('@stoplight/prism-http/dist/router').default;
const { validateInput, validateSecurity } = require('@stoplight/prism-http/dist/validator');
const typeIs = require('type-is');

/** Prism's view of a document. */
export async function operations(file) {
  return getHttpOperationsFromSpec(file);
}

/**
 * What Prism says of a request: `{ok, matched, words}`. The request is held against the operation that the tool stands for: in
 * documents with paths of the same shape Prism would pick any of them. A fragment or a query in a path is no part of what a
 * router sees.
 */
export function judge(ops, request, operation) {
  const [wanted, ...rest] = (operation ?? '').split(' ');
  const own = ops.filter((one) => one.method.toUpperCase() === wanted && one.path === rest.join(' '));
  ops = (own.length ? own : ops).map((one) => ({ ...one, path: one.path.split(/[?#]/)[0] || '/' }));
  const { pathname, searchParams } = new URL(request.url, 'http://example.com');
  let body = null;
  const length = request.headers['content-length'];
  if (request.body.length && length !== '0') {
    const text = request.body.toString('utf8');
    if (typeIs({ headers: request.headers }, ['application/json', 'application/*+json'])) {
      try { body = JSON.parse(text); } catch { return { ok: false, words: [{ location: ['body'], message: 'body is no JSON' }] }; }
    } else {
      body = text;
    }
  }
  const query = {};
  for (const key of searchParams.keys()) {
    const values = searchParams.getAll(key);
    query[key] = values.length === 1 ? values[0] : values;
  }
  const element = { method: request.method.toLowerCase(), url: { path: pathname, query }, headers: request.headers, body };
  const found = route({ resources: ops, input: element });
  if (found._tag === 'Left') return { ok: false, words: [{ location: ['route'], message: `${found.left.name ?? ''} ${found.left.detail ?? found.left.message}`.trim() }] };
  const resource = found.right;
  const matched = `${resource.method.toUpperCase()} ${resource.path}`;
  const words = [];
  for (const [name, check] of [['request', validateInput], ['security', validateSecurity]]) {
    const result = check({ resource, element });
    if (result._tag === 'Left') {
      for (const one of [result.left].flat()) words.push({ location: [name, ...(one.path ?? [])], code: one.code, message: one.message });
    }
  }
  return { ok: words.length === 0, matched, words };
}

/** Listens on loopback; `last()` is the request since the last `last()`. */
export async function listen() {
  let requests = [];
  const server = createServer((incoming, response) => {
    const parts = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => {
      requests.push({
        method: incoming.method, url: incoming.url, headers: incoming.headers, raw: incoming.rawHeaders, body: Buffer.concat(parts),
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    last: () => { const all = requests; requests = []; return all; },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
