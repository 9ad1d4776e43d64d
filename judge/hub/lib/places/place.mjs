// A place where servers run, as faults and attacks see it; and the two that need nobody else: the gateway's process, and processes of their own.

import { request } from 'node:http';
import { listening, replicas } from '../processes.mjs';

/** Lists the tools of a replica at a socket or a port, as a gateway does, with this token or none; the status of the answer. */
export function listed(where, token) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return new Promise((answered, failed) => {
    const asked = request({ ...where, path: '/mcp', method: 'POST', agent: false, headers, timeout: 5_000 }, (response) => { response.resume(); answered(response.statusCode); });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', failed);
    asked.end(body);
  });
}

/** In the gateway's process: there are no replicas. */
export class Place {
  static of() {
    return new Place();
  }

  target = 'embedded';

  /** Settings of a hub that uses it. */
  settings = {};

  /** The setting that says how many MiB of memory a replica may have. */
  memory = undefined;

  /** The address at which upstreams can be reached from there, where that is not loopback. */
  host = undefined;

  /** Replicas end with the hub that had started them. */
  endsWithHub = true;

  /** Each listens at a port of this machine. */
  hasPorts = false;

  /** Settings of one of several processes of a hub. */
  own() {
    return {};
  }

  /** Replicas that run, of a hub in this folder: `id` changes when one is replaced. */
  async running() {
    return [];
  }

  /** Whether a row of the database, or what the hub says of it, is of this replica. */
  isOf() {
    return false;
  }

  /** Ends one as the operating system does. */
  kill(one) {
    this.signal(one, 'SIGKILL');
  }

  /** One does nothing more, and does not end. */
  hold(one) {
    this.signal(one, 'SIGSTOP');
  }

  signal(one, signal) {
    process.kill(this.process(one), signal);
  }

  /** The number of its process in this machine's operating system. */
  process(one) {
    return one.pid;
  }

  /** Ports of this machine that replicas listen at. */
  ports() {
    return [];
  }

  /** Whatever there is of servers, by kind. */
  async left() {
    return {};
  }

  /** Takes away what a hub left that was killed. */
  async clear() {}
}

export class Processes extends Place {
  static of() {
    return new Processes();
  }

  target = 'process';
  memory = 'MCPHUB__DEPLOYMENT__MEMORY_MIB';
  hasPorts = true;

  async running(folder) {
    return replicas(folder).map((pid) => ({ id: String(pid), pid }));
  }

  isOf(one, row) {
    return Number(row.process) === one.pid;
  }

  ports(all) {
    return listening(all.map(({ pid }) => pid));
  }

  async left(folder) {
    return { processes: replicas(folder) };
  }
}
