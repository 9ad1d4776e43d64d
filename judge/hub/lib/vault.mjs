// A HashiCorp Vault of a run's own, started by judge/vault, asked over its HTTP API, with its own record of who asked for what.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const scripts = join(dirname(fileURLToPath(import.meta.url)), '../../vault');
const program = join(scripts, '../../.cache/vault/bin/vault');
const run = promisify(execFile);

const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/** Three ports in a row that nobody listens on. */
async function threePorts() {
  const listening = (port) => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
  for (;;) {
    const open = [];
    try {
      open.push(await listening(0));
      const { port } = open[0].address();
      for (const more of [1, 2]) open.push(await listening(port + more));
      return port;
    } catch {
      // The next ones, then.
    } finally {
      for (const server of open) await new Promise((resolve) => { server.close(resolve); });
    }
  }
}

export class Vault {
  /** Starts one; `missing` says why there is none. Nothing is built for it: that is `make vault`'s. */
  static async start() {
    if (!existsSync(program)) return { missing: 'there is no Vault; `make vault` builds one' };
    const vault = new Vault();
    const port = await threePorts();
    vault.state = mkdtempSync(join(tmpdir(), 'mcphub-vault-'));
    vault.env = { ...process.env, MCPHUB_VAULT_STATE: vault.state, MCPHUB_VAULT_PORT: String(port) };
    Object.assign(vault, { address: `http://127.0.0.1:${port}`, secure: `https://127.0.0.1:${port + 1}`, authority: join(vault.state, 'ca.crt') });
    await vault.up();
    vault.root = readFileSync(join(vault.state, 'root-token'), 'utf8').trim();
    vault.unsealKey = readFileSync(join(vault.state, 'unseal-key'), 'utf8').trim();
    return vault;
  }

  /** Starts it, with what it kept, and opens it. */
  up() {
    return run(join(scripts, 'vault.sh'), [], { env: this.env });
  }

  /** Ends it; what it keeps stays. */
  down() {
    return run(join(scripts, 'vault.sh'), ['down'], { env: this.env });
  }

  stop() {
    return run(join(scripts, 'vault.sh'), ['stop'], { env: this.env });
  }

  /** It takes connections and says nothing, until it is told to go on. */
  signal(name) {
    kill(Number(readFileSync(join(this.state, 'vault.pid'), 'utf8')), name);
  }

  /** Asks it something; any answer is an answer. */
  async send(method, path, body, token = this.root) {
    const response = await fetch(`${this.address}/v1/${path}`, { method, headers: { 'x-vault-token': token }, body: body && JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async ask(method, path, body) {
    const { status, body: answer } = await this.send(method, path, body);
    if (status >= 300) throw new Error(`Vault: ${method} ${path} answered ${status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  read(path) {
    return this.ask('GET', path);
  }

  write(path, body = {}) {
    return this.ask('POST', path, body);
  }

  /** Another version of a secret of KV. */
  put(path, data) {
    return this.write(`secret/data/${path}`, { data });
  }

  /** What may be done, by path. */
  policy(name, paths) {
    const policy = Object.entries(paths).map(([path, what]) => `path "${path}" { capabilities = ${JSON.stringify(what)} }`).join('\n');
    return this.write(`sys/policies/acl/${name}`, { policy });
  }

  /** A role whose tokens have these policies; answers its identifier. */
  async role(name, policies, more = {}) {
    await this.write(`auth/approle/role/${name}`, { token_policies: policies, token_ttl: '1h', ...more });
    return (await this.read(`auth/approle/role/${name}/role-id`)).data.role_id;
  }

  async secretId(role) {
    return (await this.write(`auth/approle/role/${role}/secret-id`)).data;
  }

  async token(policies, more = {}) {
    return (await this.write('auth/token/create', { policies, no_parent: true, ...more })).auth.client_token;
  }

  /** Takes away the tokens that roles were given; answers how many there were. */
  async revokeLogins(mount = 'approle') {
    const { data } = await this.ask('LIST', 'auth/token/accessors');
    let count = 0;
    for (const accessor of data.keys) {
      const { status, body } = await this.send('POST', 'auth/token/lookup-accessor', { accessor });
      if (status !== 200 || body.data.path !== `auth/${mount}/login`) continue;
      await this.write('auth/token/revoke-accessor', { accessor });
      count += 1;
    }
    return count;
  }

  async encrypted(key, bytes) {
    return (await this.write(`transit/encrypt/${key}`, { plaintext: base64(bytes) })).data.ciphertext;
  }

  async decrypted(key, ciphertext) {
    return Buffer.from((await this.write(`transit/decrypt/${key}`, { ciphertext })).data.plaintext, 'base64');
  }

  seal() {
    return this.ask('PUT', 'sys/seal');
  }

  async unseal() {
    await this.ask('PUT', 'sys/unseal', { key: this.unsealKey });
    // Opened, it does not lead at once.
    for (let turn = 0; turn < 300 && (await this.send('GET', 'sys/health')).status !== 200; turn += 1) await new Promise((resolve) => { setTimeout(resolve, 100); });
  }

  /** The requests that it took, as its own audit device wrote them down, but those of its root token. */
  asked() {
    const lines = readFileSync(join(this.state, 'audit.log'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return lines.filter(({ type, auth }) => type === 'request' && !auth?.policies?.includes('root')).map(({ request }) => request);
  }
}
