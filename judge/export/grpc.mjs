// A gRPC service without TLS that notes which messages it gets and answers what it is told to.

import { createServer } from 'node:http2';
import { gzipSync } from 'node:zlib';

// What belongs to the connection or to a library.
const OWN = new Set([':authority', ':scheme', ':method', ':path', 'user-agent', 'te', 'content-type', 'grpc-accept-encoding', 'accept-encoding', 'grpc-timeout', 'traceparent', 'content-length']);

/** Milliseconds after which a message has been read, also where the machine is busy. */
const READ_BY = 500;

/** Starts it. */
export async function service() {
  const state = { asked: [], answer: { messages: [Buffer.alloc(0)] }, url: '' };
  const sessions = new Set();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    const parts = [];
    for await (const part of stream) parts.push(part);
    const metadata = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name)));
    state.asked.push({ path: headers[':path'], metadata, messages: frames(Buffer.concat(parts)).map(canonical) });
    if (!stream.destroyed) answer(stream, state.answer);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${server.address().port}`;
  state.stop = () => { for (const session of sessions) session.destroy(); server.close(); };
  return state;
}

function answer(stream, { messages = [], status = 0, message = '', details, encoding, cut, http, headers, body }) {
  if (http) {
    stream.respond({ ':status': http, ...headers });
    return stream.end(body);
  }
  const trailers = { 'grpc-status': String(status), ...(message && { 'grpc-message': message }), ...(details && { 'grpc-status-details-bin': details.toString('base64').replace(/=+$/, '') }) };
  const begin = { ':status': 200, 'content-type': 'application/grpc', ...(encoding && { 'grpc-encoding': encoding }) };
  if (!messages.length && status) {
    stream.respond({ ...begin, ...trailers }, { endStream: true });
    return undefined;
  }
  stream.respond(begin, { waitForTrailers: true });
  // A stream that breaks off does so after its message was read: what comes together with a reset libraries may drop, and grpcio does.
  stream.on('wantTrailers', () => (cut ? setTimeout(() => stream.close(2), READ_BY) : stream.sendTrailers(trailers)));
  for (const one of messages) {
    const packed = encoding === 'gzip' ? gzipSync(one) : one;
    const head = Buffer.from([encoding ? 1 : 0, 0, 0, 0, 0]);
    head.writeUInt32BE(packed.length, 1);
    stream.write(Buffer.concat([head, packed]));
  }
  return stream.end();
}

function frames(bytes) {
  const all = [];
  for (let at = 0; at + 5 <= bytes.length;) {
    const length = bytes.readUInt32BE(at + 1);
    all.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return all;
}

/** Fields in the order of their numbers, as text: which order they are written in is a library's own affair. */
function canonical(bytes) {
  const fields = parsed(bytes);
  if (!fields) return bytes.toString('hex');
  return fields.toSorted((one, other) => one.number - other.number).map(({ number, value }) => {
    if (!Buffer.isBuffer(value)) return `${number}:${value}`;
    const inner = value.length ? parsed(value) : null;
    return inner ? `${number}:{${canonical(value)}}` : `${number}:${value.toString('hex')}`;
  }).join(' ');
}

/** The fields of what may be a message; null where it is none. */
function parsed(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) return null;
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = tag === null ? 0 : Number(tag >> 3n);
    if (number < 1) return null;
    const type = Number(tag & 7n);
    const size = type === 1 ? 8 : type === 5 ? 4 : 0;
    if (type === 0) {
      const value = varint();
      if (value === null) return null;
      fields.push({ number, value: String(value) });
    } else if (type === 2) {
      const length = varint();
      if (length === null || at + Number(length) > bytes.length) return null;
      fields.push({ number, value: bytes.subarray(at, at += Number(length)) });
    } else if (size && at + size <= bytes.length) {
      fields.push({ number, value: `0x${bytes.subarray(at, at += size).toString('hex')}` });
    } else return null;
  }
  return fields;
}
