// A hub: one process or several over one database, on ports of their own. Each can be stopped, killed and started anew.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

/** One process of a hub. Its output goes to a file, which all its lives share. */
export class HubProcess {
  constructor(hub, name, roles, port, settings = {}) {
    Object.assign(this, { hub, name, roles, port, settings });
    this.log = join(hub.folder, `${name}.log`);
    this.url = `http://127.0.0.1:${port}`;
    this.metrics = undefined;
  }

  get hasApi() {
    return this.roles.includes('api');
  }

  get listens() {
    return this.hasApi || this.roles.includes('gateway') || this.roles.includes('web');
  }

  /** Starts it, and waits until it serves. */
  async start() {
    const words = ['serve', '--listen', `127.0.0.1:${this.port}`, '--allow-private-upstreams', '--roles', this.roles.join(',')];
    const env = { PATH: process.env.PATH, ...this.hub.settings, ...this.settings };
    const child = spawn(this.hub.binary, words, { cwd: this.hub.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const log = createWriteStream(this.log, { flags: 'a' });
    let said = '';
    const ready = new Promise((resolve, reject) => {
      const hear = (bytes) => {
        log.write(bytes);
        if (said === undefined) return;
        said += bytes;
        // Each start makes a link while there is no account, and only the last one works. It is said right after the address.
        const link = said.match(/setup\?token=(\S+)\n/);
        if (link) this.hub.setupToken = link[1];
        const isReady = !this.hasApi || link || this.hub.isSetUp;
        if (!this.listens || (said.includes('listening on') && isReady)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${this.name} ended with ${code} before it served: ${said?.slice(-800)}`)));
      // Those who do not listen say nothing when they are ready.
      if (!this.listens) setTimeout(resolve, 500);
    });
    this.ended = new Promise((resolve) => { child.once('exit', (code, signal) => { log.end(); resolve({ code, signal }); }); });
    await ready;
    said = undefined;
  }

  /** Ends it as an operator does; answers how it ended and how long that took. */
  async stop(signal = 'SIGTERM') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return { code: this.child?.exitCode, millis: 0 };
    const began = Date.now();
    this.child.kill(signal);
    const ended = await this.ended;
    return { ...ended, millis: Date.now() - began };
  }

  kill() {
    return this.stop('SIGKILL');
  }
}

/** All processes of a hub. */
export class Hub {
  constructor({ binary, folder, database, redis, settings = {} }) {
    mkdirSync(join(folder, 'mcphub-data'), { recursive: true });
    this.masterKey = randomBytes(32).toString('base64');
    // There is an account, and starts print no link any more: to be said by whoever makes it.
    Object.assign(this, { binary, folder, database, processes: [], isSetUp: false });
    this.settings = {
      MCPHUB__DATABASE__URL: database.url,
      MCPHUB__SECRETS__MASTER_KEY: this.masterKey,
      ...(redis ? { MCPHUB__REDIS__URL: redis } : {}),
      ...Object.fromEntries(['ADDRESS', 'USER', 'KEY', 'ORGANISATION', 'SIGN_IN', 'COMPILE'].map((rate) => [`MCPHUB__RATES__${rate}`, '0'])),
      ...settings,
    };
  }

  async add(name, roles, settings) {
    const one = new HubProcess(this, name, roles, await freePort(), settings);
    this.processes.push(one);
    await one.start();
    return one;
  }

  /** Those that answer requests. */
  get apis() {
    return this.processes.filter((one) => one.hasApi);
  }

  /** Those that serve MCP servers. */
  get gateways() {
    return this.processes.filter((one) => one.roles.includes('gateway'));
  }

  /** What all processes wrote, by name. */
  logs() {
    return this.processes.map((one) => [`log of ${one.name}`, readFileSync(one.log)]);
  }

  /** What /metrics of each process says, by name. */
  metrics() {
    const headers = { authorization: `Bearer ${this.settings.MCPHUB__TELEMETRY__METRICS_TOKEN}` };
    return Promise.all(this.apis.map(async (one) => {
      const response = await fetch(`${one.url}/metrics`, { headers });
      if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
      return [`metrics of ${one.name}`, Buffer.from(await response.text())];
    }));
  }

  async stop() {
    return Promise.all(this.processes.map((one) => one.stop()));
  }

  async kill() {
    return Promise.all(this.processes.map((one) => one.kill()));
  }
}
