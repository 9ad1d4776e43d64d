// An upstream that wants a key, and says in words which one it was called with: the hub lets no answer show a key itself.

import { createServer } from 'node:http';

/** `words`: what it says, by key; it may be changed. `host`: the address it listens at. */
export async function keyed(words, host = '127.0.0.1') {
  const server = createServer((asked, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ name: 'Rex', words: words[asked.headers['x-key']] ?? 'not opened' }));
  });
  await new Promise((done) => { server.listen(0, host, done); });
  const base = `http://${host}:${server.address().port}`;
  const answers = { 200: { description: 'fine', content: { 'application/json': { schema: { type: 'object' } } } } };
  const operation = (operationId) => ({ get: { operationId, summary: `Do ${operationId}`, security: [{ key: [] }], responses: answers } });
  const document = JSON.stringify({
    openapi: '3.1.0', info: { title: 'Keyed', version: '1' }, servers: [{ url: base }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: { '/pet': operation('pet'), '/shop': operation('shop') },
  });
  return { server, document };
}
