// An archive of what Postman's runtime sends for a document's operations, with its examples as answers.

import { createRequire } from 'node:module';

import { collection } from '../postman/collection.mjs';
import { listen } from '../postman/upstream.mjs';

const require = createRequire(import.meta.url);
const newman = require('newman');

/** The host that is recorded: no call may reach it. */
export const HOST = 'https://api.recorded.example';

/** Headers of newman's own, and of caches, which no browser's recording is asked to repeat. */
const OWN = new Set(['host', 'connection', 'user-agent', 'accept-encoding', 'content-length', 'postman-token', 'cache-control', 'if-none-match', 'if-modified-since']);

/** `{entries, secrets}` of at most so many requests; null where there is no collection. */
export async function record(source, wanted) {
  const made = await collection(source);
  if (made.error) return null;
  const items = [];
  const collect = (list) => list.forEach((item) => (item.item ? collect(item.item) : items.push(item)));
  collect(made.data.item);
  const chosen = items.length <= wanted ? items : Array.from({ length: wanted }, (_, i) => items[Math.floor((i * items.length) / wanted)]);
  const secret = 'SECRET0a1b2c3d4e5f6a7b8c9d';
  const upstream = await listen();
  const entries = [];
  try {
    const auth = { type: 'bearer', bearer: [{ key: 'token', value: secret }] };
    const bare = chosen.filter((item) => (item.request.body?.mode ?? 'raw') !== 'formdata' && item.request.body?.mode !== 'file')
      .map((item, at) => ({ ...item, id: `wanted-${at}`, request: { ...item.request, auth: null } }));
    await new Promise((resolve, reject) => {
      const run = newman.run({
        collection: { info: made.data.info, item: bare, auth }, reporters: [], timeoutRequest: 10_000, ignoreRedirects: true,
        envVar: Object.entries({ ...made.values, baseUrl: upstream.url }).map(([key, value]) => ({ key, value: String(value) })),
      }, (error) => (error ? reject(error) : resolve()));
      run.on('request', (error, { item }) => {
        const [request] = upstream.last();
        const example = bare[Number(item.id.split('-')[1])]?.response?.find((one) => one.code >= 200 && one.code < 300);
        if (request) entries.push(entry(request, example));
      });
    });
  } finally {
    upstream.close();
  }
  return { entries, secrets: [secret] };
}

function entry(request, example) {
  const url = new URL(request.url, HOST);
  const type = request.headers['content-type'] ?? '';
  const text = request.body.toString('utf8');
  const body = text ? { postData: { mimeType: type, text, params: /urlencoded/.test(type) ? pairs(new URLSearchParams(text)) : undefined } } : {};
  return {
    startedDateTime: '2026-01-01T00:00:00.000Z', time: 1, cache: {}, timings: { send: 0, wait: 1, receive: 0 },
    request: {
      method: request.method, url: `${HOST}${request.url.replaceAll('[', '%5B').replaceAll(']', '%5D')}`, httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: text.length,
      headers: Object.entries(request.headers).filter(([name]) => !OWN.has(name)).map(([name, value]) => ({ name, value })),
      queryString: pairs(url.searchParams), ...body,
    },
    response: {
      status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1', cookies: [], headers: [], redirectURL: '', headersSize: -1, bodySize: -1,
      content: { size: 0, mimeType: 'application/json', text: example?.body ?? '{}' },
    },
  };
}

function pairs(params) {
  return [...params].map(([name, value]) => ({ name, value }));
}

/** The values that a tool's path has in a recorded address; null where the address is not the tool's. */
export function pathVariables(tool, url) {
  const names = [];
  const pattern = tool.binding.target.map((piece) => {
    if (piece.text !== undefined) return piece.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(piece.value.name);
    return '([^/]+)';
  });
  const match = new RegExp(`^${pattern.join('')}$`).exec(new URL(url).pathname);
  return match && names.map((key, at) => ({ key, value: decodeURIComponent(match[at + 1]) }));
}

/** Names of what carries a secret: the tool has another one than was recorded. */
export function credentials(tool, blueprint) {
  const schemes = (tool.binding.security ?? []).flat().map(({ scheme }) => blueprint.schemes[scheme]);
  return new Set(schemes.flatMap((scheme) => (scheme.type === 'api-key' ? [scheme.name.toLowerCase()] : ['authorization'])));
}

/** A recorded request in Postman's words, for the arguments of a tool. */
export function item(request, variables = []) {
  const { search } = new URL(request.url);
  const query = search.slice(1).split('&').filter(Boolean).map((pair) => {
    const [key, ...value] = pair.split('=').map((text) => { try { return decodeURIComponent(text); } catch { return text; } });
    return { key, value: value.join('=') };
  });
  const data = request.postData;
  const body = data && (/urlencoded/.test(data.mimeType)
    ? { urlencoded: pairs(new URLSearchParams(data.text)).map(({ name, value }) => ({ key: name, value })) } : { mode: 'raw', raw: data.text });
  return { request: { url: { query, variable: variables }, header: request.headers.map(({ name, value }) => ({ key: name, value })), body } };
}
