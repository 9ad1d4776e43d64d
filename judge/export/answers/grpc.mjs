// Answers that a gRPC service may give to one method, encoded from the types of its document.

const VARINTS = new Set(['int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64', 'bool', 'enum']);
const LENGTHS = new Set(['string', 'bytes', 'message']);
const DEEPEST = 3;
const TEXTS = { full: 'é "q" \u2028', edge: '', odd: 'x' };

/** They depend on the binding and on `types`, the blueprint's message types. */
export function grpc(binding, types) {
  const made = (mode) => message(types, binding.output, mode, 0);
  const one = (mode) => ({ messages: [made(mode)] });
  const status = (code, message, rest = {}) => ({ messages: [], status: code, message, ...rest });
  const failures = Object.fromEntries(Array.from({ length: 17 }, (_, at) => at + 1).map((code) => [`status ${code}`, status(code, `no%2C not ${code}`)]));
  return {
    object: one('full'),
    empty: { messages: [Buffer.alloc(0)] },
    edges: one('edge'),
    'unknown enumerations and fields': one('odd'),
    'no message': { messages: [] },
    several: { messages: [made('full'), Buffer.alloc(0), made('edge')] },
    compressed: { ...one('full'), encoding: 'gzip' },
    malformed: { messages: [Buffer.from([0xff, 0xff, 0xff])] },
    'cut off': { ...one('full'), cut: true },
    ...failures,
    'no reason': status(5, ''),
    'a long reason': status(3, 'word%20'.repeat(1000)),
    'a failure after a message': { ...one('full'), status: 13, message: 'half way' },
    'with details': status(3, 'see details', { details: details() }),
    'no gRPC': { http: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
    'an HTTP error': { http: 503, headers: { 'content-type': 'text/plain' }, body: 'down' },
    'not found': { http: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not here</h1>' },
  };
}

function message(types, name, mode, depth) {
  // What is packed into an `Any` is another matter.
  if (name === 'google.protobuf.Any' || depth > DEEPEST) return Buffer.alloc(0);
  const taken = new Set();
  const parts = [];
  for (const field of types.messages?.[name] ?? []) {
    if (field.oneof !== undefined) {
      if (taken.has(field.oneof)) continue;
      taken.add(field.oneof);
    }
    const kind = field.t;
    if (kind === 'group') continue;
    const many = field.many ?? 'one';
    const value = (at = 0) => scalar(types, kind, field.of, mode, depth + 1, at);
    if (typeof many === 'object') {
      parts.push(tagged(field.n, 'bytes', Buffer.concat([tagged(1, many.map, scalar(types, many.map, '', mode, 9, 0)), tagged(2, kind, value())])));
    } else if (many === 'packed') {
      parts.push(tagged(field.n, 'bytes', Buffer.concat([value(0), value(1)])));
    } else if (many === 'repeated') {
      parts.push(tagged(field.n, kind, value(0)), tagged(field.n, kind, value(1)));
    } else if (mode !== 'edge' || field.explicit || kind === 'message') {
      parts.push(tagged(field.n, kind, value()));
    }
  }
  if (mode === 'odd') parts.push(tagged(29_999, 'string', Buffer.from('unheard of')));
  return Buffer.concat(parts);
}

/** A value as it follows its tag, without its length. */
function scalar(types, kind, of, mode, depth, at) {
  const pick = (full, edge, odd) => ({ full, edge, odd })[mode];
  switch (kind) {
    case 'double': { const out = Buffer.alloc(8); out.writeDoubleLE(pick(1.5, 0, Number.NaN)); return out; }
    case 'float': { const out = Buffer.alloc(4); out.writeFloatLE(pick(0.1, 0, Number.NEGATIVE_INFINITY)); return out; }
    case 'fixed32': { const out = Buffer.alloc(4); out.writeUInt32LE(pick(7, 0, 4_294_967_295)); return out; }
    case 'sfixed32': { const out = Buffer.alloc(4); out.writeInt32LE(pick(-7, 0, -2_147_483_648)); return out; }
    case 'fixed64': { const out = Buffer.alloc(8); out.writeBigUInt64LE(pick(9_007_199_254_740_993n, 0n, 18_446_744_073_709_551_615n)); return out; }
    case 'sfixed64': { const out = Buffer.alloc(8); out.writeBigInt64LE(pick(-5n, 0n, -9_223_372_036_854_775_808n)); return out; }
    case 'bool': return varint(pick(1n, 0n, 1n));
    case 'enum': {
      const values = types.enums?.[of] ?? [];
      return varint(BigInt(pick(values.at(-1)?.[1] ?? 0, 0, 99 + at)));
    }
    case 'int32': return varint(pick(BigInt(7 + at), 0n, -7n));
    case 'int64': return varint(pick(9_007_199_254_740_993n, 0n, -1n));
    case 'uint32': return varint(pick(7n, 0n, 4_294_967_295n));
    case 'uint64': return varint(pick(7n, 0n, 18_446_744_073_709_551_615n));
    case 'sint32':
    case 'sint64': return varint(pick(3n, 0n, 14n));
    case 'string': return Buffer.from(TEXTS[mode]);
    case 'bytes': return Buffer.from(pick([0, 255, 254, 62], [], [1]));
    default: return message(types, of, mode, depth);
  }
}

function tagged(number, kind, value) {
  const type = VARINTS.has(kind) ? 0 : LENGTHS.has(kind) ? 2 : /64|double/.test(kind) ? 1 : 5;
  const tag = varint((BigInt(number) << 3n) | BigInt(type));
  return Buffer.concat(type === 2 ? [tag, varint(BigInt(value.length)), value] : [tag, value]);
}

function varint(value) {
  const out = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...out, Number(rest)]);
    out.push(Number(rest & 127n) | 128);
  }
}

/** A `google.rpc.Status` with one detail that nobody knows. */
function details() {
  const any = Buffer.concat([tagged(1, 'string', Buffer.from('type.googleapis.com/unknown.Type')), tagged(2, 'bytes', Buffer.from([8, 1]))]);
  return Buffer.concat([tagged(1, 'int32', varint(3n)), tagged(2, 'string', Buffer.from('see details')), tagged(3, 'message', any)]);
}
