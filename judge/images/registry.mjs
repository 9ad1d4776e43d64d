// A real registry (Debian's docker-registry): open, behind a password, behind tokens, over TLS.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, createHash, randomUUID, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';

import { until } from '../hub/lib/steps.mjs';

export const USER = 'judge';
export const PASSWORD = 'a-password-of-the-judge';
/** PASSWORD by bcrypt, which nothing that every machine has can make. */
const HASH = '$2b$05$oO4D5gRI8BXCEyF.gNvZWuv6xLkU7uuZb51WdVKFw1FRJUU5OrB1C';

export const isThere = () => spawnSync('docker-registry', ['--version']).status === 0;

/** Starts one in `folder`. `kind`: open, basic, token or tls. */
export async function registry(folder, kind) {
  mkdirSync(folder, { recursive: true });
  const port = await free();
  const host = `localhost:${port}`;
  const config = {
    version: '0.1',
    log: { accesslog: { disabled: true }, level: 'error' },
    storage: { filesystem: { rootdirectory: `${folder}/data` }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  };
  let tokens;
  if (kind === 'basic') {
    writeFileSync(`${folder}/htpasswd`, `${USER}:${HASH}\n`);
    config.auth = { htpasswd: { realm: 'judge', path: `${folder}/htpasswd` } };
  }
  if (kind === 'token' || kind === 'tls') certificate(folder);
  if (kind === 'tls') config.http.tls = { certificate: `${folder}/cert.pem`, key: `${folder}/key.pem` };
  if (kind === 'token') {
    tokens = await tokenServer(folder);
    config.auth = { token: { realm: tokens.realm, service: 'judge', issuer: 'judge', rootcertbundle: `${folder}/cert.pem` } };
  }
  writeFileSync(`${folder}/config.yml`, JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', `${folder}/config.yml`], { stdio: 'ignore' });
  await until(20, `the start of the registry (${kind})`, () => answers(port));
  return { host, certificate: `${folder}/cert.pem`, stop: () => { child.kill('SIGTERM'); tokens?.stop(); } };
}

/** A port that is free now. */
export function free() {
  return new Promise((resolve) => {
    const server = listen().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    import('node:net').then(({ connect }) => {
      const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
      socket.once('error', () => resolve(false));
    });
  });
}

function certificate(folder) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`], { stdio: 'ignore' });
}

/** Gives tokens for a password, as the registry checks them: JSON Web Tokens with the scopes that were asked for. */
function tokenServer(folder) {
  const key = createPrivateKey(readFileSync(`${folder}/key.pem`));
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const kid = base32(createHash('sha256').update(spki).digest().subarray(0, 30)).match(/.{4}/g).join(':');
  const wanted = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== wanted) return response.writeHead(401).end('{}');
    const scopes = new URL(request.url, 'http://localhost').searchParams.getAll('scope');
    const access = scopes.map((scope) => {
      const [type, name, actions] = scope.split(':');
      return { type, name, actions: actions.split(',') };
    });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'judge', sub: USER, aud: 'judge', exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access };
    const text = [{ typ: 'JWT', alg: 'ES256', kid }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return response.end(JSON.stringify({ token: `${text}.${signature}` }));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ realm: `http://localhost:${server.address().port}/token`, stop: () => server.close() });
    });
  });
}

function base32(bytes) {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return bits.match(/.{5}/g).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five, 2)]).join('');
}
