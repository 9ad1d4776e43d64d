// An API over HTTP (GraphQL and SOAP as well) that notes what it is asked and answers what it is told to.

import { createServer } from 'node:http';

import { ANSWERS } from './answers/http.mjs';

// What belongs to the connection, or says who asks.
const OWN = new Set(['host', 'connection', 'user-agent', 'accept-encoding', 'content-length', 'transfer-encoding', 'keep-alive', 'traceparent']);

const MADE_UP = [
  [/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:M'], [/(<[\w-]+:(?:Created|Expires|Nonce)\b[^>]*>)[^<]*/g, '$1M'], [/(PasswordDigest"[^>]*>)[^<]*/g, '$1M'],
];

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

/** Boundaries are made up by whoever sends; so are ids of messages, and what proves in a SOAP header that a message is new. */
function settled(made) {
  const asked = { ...made, body: MADE_UP.reduce((body, [pattern, instead]) => body.replace(pattern, instead), made.body) };
  const boundary = /boundary=("?)([^";]+)\1/.exec(asked.headers['content-type'] ?? '')?.[2];
  if (!boundary) return asked;
  return { ...asked, headers: { ...asked.headers, 'content-type': asked.headers['content-type'].replace(boundary, 'B') }, body: asked.body.replaceAll(boundary, 'B') };
}
