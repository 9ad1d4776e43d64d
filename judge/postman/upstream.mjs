// A loopback server that keeps every request it gets.

import { createServer } from 'node:http';

/** `last()` gives the requests since the last `last()`. */
export async function listen() {
  let requests = [];
  const server = createServer((incoming, response) => {
    const parts = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => {
      requests.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body: Buffer.concat(parts) });
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
