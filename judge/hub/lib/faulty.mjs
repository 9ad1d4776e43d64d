// An upstream with every fault that upstreams have, one at each path. Raw sockets, because no HTTP library would answer like this.

import { createServer } from 'node:net';

const JSON_TYPE = 'Content-Type: application/json\r\n';
const PET = '{"name":"Rex"}';
const PAGE = '<html><body>We are down for maintenance</body></html>';
const piece = `${'x'.repeat(65_536 - 2)}`;

const whole = (status, head, body) => `HTTP/1.1 ${status}\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** What each path answers to a socket. */
export const FAULTS = {
  fine: (socket) => socket.write(whole('200 OK', JSON_TYPE, PET)),
  slow: () => {},
  page: (socket) => socket.write(whole('200 OK', JSON_TYPE, PAGE)),
  invalid: (socket) => socket.write(whole('200 OK', JSON_TYPE, '{"name": "Rex", "tags": [')),
  short: (socket) => socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 1000\r\n\r\n${PET}`),
  long: (socket) => socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 8\r\n\r\n${PET}`),
  broken: (socket) => socket.write(whole('500 Internal Server Error', JSON_TYPE, '{"error":"the oven is cold"}')),
  garbage: (socket) => socket.end('I am not a web server\r\n\r\n'),
  middle: (socket) => { socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n8\r\n{"name":\r\n`, () => socket.resetAndDestroy()); },
  silent: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`),
  hangup: (socket) => socket.resetAndDestroy(),
  endless: (socket) => { socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`); pour(socket, 0); },
  drip: (socket) => { socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`); pour(socket, 50, '[1,'); },
};

/** Writes chunks for as long as somebody reads them. */
function pour(socket, pause, text = piece) {
  if (socket.destroyed) return;
  const on = () => (pause ? setTimeout(() => pour(socket, pause, text), pause) : pour(socket, pause, text));
  if (socket.write(`${text.length.toString(16)}\r\n${text}\r\n`)) setImmediate(on);
  else socket.once('drain', on);
}

/** A document with an operation for each path, `lateOrder` among them, which changes something. */
export function document(base) {
  const answers = { 200: { description: 'fine', content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } } } };
  const paths = Object.fromEntries(Object.keys(FAULTS).map((name) => [`/${name}`, { get: { operationId: name, summary: `A pet, ${name}`, responses: answers } }]));
  paths['/slow'].post = { operationId: 'order', summary: 'Order a pet', responses: answers };
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Faulty', version: '1' }, servers: [{ url: base }], paths });
}

export class Faulty {
  static async start(host = '127.0.0.1') {
    const faulty = new Faulty();
    faulty.sockets = new Set();
    faulty.server = createServer((socket) => faulty.serve(socket));
    await new Promise((resolve) => { faulty.server.listen(0, host, resolve); });
    faulty.base = `http://${host}:${faulty.server.address().port}`;
    return faulty;
  }

  serve(socket) {
    this.sockets.add(socket);
    let head = '';
    socket.on('data', (bytes) => {
      head += bytes;
      // Requests of this judge have no bodies to speak of.
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const [, name] = head.match(/^\w+ \/(\w*)/) ?? [];
        head = head.slice(end + 4);
        FAULTS[name]?.(socket);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => { this.server.close(resolve); });
  }
}
