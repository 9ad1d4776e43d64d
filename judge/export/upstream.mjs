// An API that notes what it is asked and answers what it is told to.

import { createServer } from 'node:http';

// What belongs to the connection, or says who asks.
const OWN = new Set(['host', 'connection', 'user-agent', 'accept-encoding', 'content-length', 'transfer-encoding', 'keep-alive', 'traceparent']);

/** Answers that an API may give, each with what it is for. */
export const ANSWERS = {
  object: { body: '{"id": 12, "name": "Rex", "list": [1, 2.50, "x"], "nested": {"a": null}, "ü": "é"}' },
  list: { body: '[ {"id": 1}, {"id": 2, "name": "b"} ]' },
  text: { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: Buffer.from('caf\xe9 ok', 'latin1') },
  'a string': { body: '"just text"' },
  'a number': { body: '5.0' },
  nothing: { status: 204, body: '' },
  'nothing, made': { status: 201, headers: { location: '/things/7', 'content-type': 'application/json' }, body: '' },
  'not JSON': { body: '{"a": ' },
  'a page': { headers: { 'content-type': 'text/html' }, body: '<html><head><title>Oh &amp; no</title><style>x</style></head><body><p>One <b>two</b></p><script>no()</script><li>three' },
  image: { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71, 0, 1, 2]) },
  bytes: { headers: { 'content-type': 'application/zip' }, body: Buffer.from([80, 75, 3, 4, 0, 0, 255, 254]) },
  'next page': { headers: { 'content-type': 'application/json', link: '<https://api.example/x?page=2>; rel="next", <https://api.example/x?page=9>; rel="last"', 'x-total-count': '99' }, body: '[]' },
  'a long list': { body: JSON.stringify(Array.from({ length: 3000 }, (_, id) => ({ id, name: `number ${id}`, words: 'a few words' }))) },
  'a long text': { headers: { 'content-type': 'text/plain' }, body: 'word '.repeat(12_000) },
  events: { headers: { 'content-type': 'text/event-stream' }, body: 'data: {"a":1}\n\ndata: {"a":2}\n\n' },
  wrong: { status: 400, body: '{"error": {"message": "name is taken", "code": 7}}' },
  unknown: { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>404</title><h1>Not here</h1>' },
  forbidden: { status: 403, body: '{"message":"no"}' },
  'too many': { status: 429, headers: { 'retry-after': '60', 'content-type': 'application/json' }, body: '{"message":"slow down"}' },
  broken: { status: 500, headers: { 'content-type': 'text/plain' }, body: 'stack trace' },
  moved: { status: 308, headers: {}, body: '' },
  'moved on': { status: 301, headers: { location: '/elsewhere?x=1' }, body: '' },
  'an odd status': { status: 299, body: '{"ok":true}' },
};

/** Starts it. */
export async function upstream() {
  const state = { asked: [], answer: ANSWERS.object, url: '' };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    if (request.url.split('?')[0].endsWith('/token')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end('{"access_token":"token-of-the-upstream","expires_in":3600,"token_type":"bearer"}');
    }
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN.has(name)));
    state.asked.push(settled({ method: request.method, target: request.url, headers, body: body.toString('latin1') }));
    const elsewhere = request.url.startsWith('/elsewhere');
    const { status = 200, headers: answered = { 'content-type': 'application/json' }, body: text } = elsewhere ? ANSWERS.object : state.answer;
    response.writeHead(status, answered);
    response.end(request.method === 'HEAD' ? undefined : text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${server.address().port}`;
  state.stop = () => { server.closeAllConnections(); server.close(); };
  return state;
}

/** Boundaries are made up by whoever sends; so are the numbers that answer a challenge. */
function settled(asked) {
  const boundary = /boundary=("?)([^";]+)\1/.exec(asked.headers['content-type'] ?? '')?.[2];
  if (!boundary) return asked;
  return { ...asked, headers: { ...asked.headers, 'content-type': asked.headers['content-type'].replace(boundary, 'B') }, body: asked.body.replaceAll(boundary, 'B') };
}
