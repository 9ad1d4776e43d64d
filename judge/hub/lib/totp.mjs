// One-time codes as authenticator apps make them (RFC 6238: SHA-1, 30 s, six digits).

import { createHmac } from 'node:crypto';

/** The bytes of a secret in base32. */
export function bytes(typed) {
  const bits = [...typed.replace(/[\s=-]/g, '').toUpperCase()].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** The code of a moment, in milliseconds. */
export function code(typed, at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', bytes(typed)).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
