// PostgreSQL and Redis of a run's own, with folders and ports of their own: to be stopped, killed and started again.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './hub.mjs';
import { until } from './steps.mjs';

const run = promisify(execFile);

/** A program of PostgreSQL's, wherever its package puts it. */
function program(name) {
  const folders = ['/usr/lib/postgresql'].flatMap((root) => {
    try {
      return readdirSync(root).sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, 'bin'));
    } catch {
      return [];
    }
  });
  for (const folder of [...(process.env.PATH ?? '').split(':'), ...folders]) {
    try {
      if (readdirSync(folder).includes(name)) return join(folder, name);
    } catch { /* no such folder */ }
  }
  return undefined;
}

/** PostgreSQL does not run as root. */
function asPostgres(words) {
  return process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--', ...words] : words;
}

export class OwnPostgres {
  static isThere() {
    return Boolean(program('initdb') && program('pg_ctl'));
  }

  /** A fresh one in a folder of its own inside this one, running. It waits for the disk, as it does by itself. */
  static async begin(folder) {
    const own = Object.assign(new OwnPostgres(), { folder: join(folder, 'postgres'), port: await freePort() });
    mkdirSync(own.folder);
    if (process.getuid() === 0) {
      execFileSync('chown', ['postgres', own.folder]);
      chmodSync(folder, 0o755);
    }
    const [command, ...words] = asPostgres([program('initdb'), '-D', own.folder, '-U', 'mcphub', '--auth=trust', '--encoding=UTF8', '--no-sync']);
    await run(command, words, { cwd: '/' });
    own.url = `postgres://mcphub@127.0.0.1:${own.port}`;
    await own.start();
    return own;
  }

  async start() {
    const settings = `-c listen_addresses=127.0.0.1 -p ${this.port} -c unix_socket_directories= -c max_connections=100`;
    await this.control('-w', '-l', join(this.folder, 'log'), '-o', settings, 'start');
  }

  /** `fast` as an operator does, `immediate` as if the machine had failed: it has to recover. */
  async stop(mode = 'immediate') {
    await this.control('-m', mode, '-w', 'stop');
  }

  async control(...words) {
    const [command, ...rest] = asPostgres([program('pg_ctl'), '-D', this.folder, ...words]);
    // What it starts inherits its output, which must not be a pipe that is waited for.
    const child = spawn(command, rest, { cwd: '/', stdio: 'ignore' });
    const code = await new Promise((ended, failed) => { child.once('exit', ended); child.once('error', failed); });
    if (code !== 0) throw new Error(`pg_ctl ${words.at(-1)} ended with ${code}`);
  }
}

export class OwnRedis {
  static async begin() {
    const own = Object.assign(new OwnRedis(), { port: await freePort() });
    own.url = `redis://127.0.0.1:${own.port}`;
    await own.start();
    return own;
  }

  async start() {
    this.child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    this.ended = new Promise((resolve) => { this.child.once('exit', resolve); });
    await until(10, 'the start of Redis', () => run('redis-cli', ['-p', String(this.port), 'ping']).then(() => true, () => false));
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
