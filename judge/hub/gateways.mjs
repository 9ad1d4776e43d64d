// What a second gateway is good for, over PostgreSQL and Redis: each gateway gets the same small share of a processor, so that gateways, and nothing
// else, are what calls wait for. node gateways.mjs BINARY [--seconds 8] [--percent 10] [--clients 48] [--rounds 3]

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { read } from './lib/arguments.mjs';
import { withHub } from './lib/bench.mjs';
import { Postgres, services } from './lib/database.mjs';
import { Skip, Steps, expect } from './lib/steps.mjs';

const { options, rest: [binary] } = read([]);
const [seconds, percent, clients, rounds] = ['seconds', 'percent', 'clients', 'rounds'].map((name, at) => Number(options[name] ?? [8, 10, 48, 3][at]));
const steps = new Steps('gateways');
/** Shorter than the kernel's own, so that a call does not wait for most of a tenth of a second. */
const PERIOD = 10_000;
const TICK = 10;

/** A share of a processor for one process, by control groups of either version. */
class Share {
  static of(pid) {
    try {
      return new Share(pid);
    } catch (error) {
      throw new Skip(`control groups of processors cannot be made here: ${error.message}`);
    }
  }

  constructor(pid) {
    const first = existsSync('/sys/fs/cgroup/cpu/cgroup.procs');
    this.folder = join(first ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup', `mcphub-gateways-${pid}`);
    mkdirSync(this.folder);
    // The kernel gives no less than a millisecond in a period.
    const quota = Math.max((PERIOD * percent) / 100, 1000);
    if (first) {
      writeFileSync(join(this.folder, 'cpu.cfs_period_us'), `${PERIOD}`);
      writeFileSync(join(this.folder, 'cpu.cfs_quota_us'), `${quota}`);
    } else {
      writeFileSync(join(this.folder, 'cpu.max'), `${quota} ${PERIOD}`);
    }
    writeFileSync(join(this.folder, 'cgroup.procs'), `${pid}`);
  }

  end() {
    rmdirSync(this.folder);
  }
}

/** Milliseconds of a processor that a process has used. */
function used(pid) {
  const parts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  return (Number(parts[11]) + Number(parts[12])) * TICK;
}

/** Calls from all clients at these gateways for so long; how many came, and how long they took. */
async function load(team, gateways, key, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const took = [];
  const end = performance.now() + seconds * 1000;
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'fine', arguments: {} } });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization: `Bearer ${key}`, 'mcp-protocol-version': '2025-06-18' };
  const ask = (url) => new Promise((done, failed) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => { text += piece; }).on('end', () => { done({ status: response.statusCode, text }); });
    });
    sent.on('error', failed).end(body);
  });
  const client = async (number) => {
    while (performance.now() < end) {
      const began = performance.now();
      const { status, text } = await ask(team.url('pets', gateways[number % gateways.length]));
      expect(status === 200 && !text.includes('"isError":true'), 'a call failed', { status, text });
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  agent.destroy();
  took.sort((one, other) => one - other);
  return { perSecond: took.length / seconds, calls: took.length, p50: took[Math.floor(took.length * 0.5)], p99: took[Math.floor(took.length * 0.99)] };
}

const { postgres, redis } = services();
const processes = [['rest', ['api', 'generator', 'deployment']], ['one', ['gateway']], ['other', ['gateway']]];
await withHub(steps, 'gateways', binary, { processes, database: () => new Postgres(postgres), redis }, async ({ hub, team, api }) => {
  const key = await steps.step('a server with limits and records', async () => {
    await team.serve('pets', api, { calls_per_minute: 10_000_000, caller_calls_per_minute: 10_000_000 });
    const made = await team.key('load');
    // Both hear of it, and wake the server, before anything is counted.
    await until(() => load(team, hub.gateways, made.key, 1));
    return made.key;
  });
  if (!key) return;
  const shares = [];
  try {
    await steps.step('one gateway, and two', async () => {
      for (const gateway of hub.gateways) shares.push(Share.of(gateway.child.pid));
      await compared(team, hub.gateways, key);
    });
  } finally {
    await hub.kill();
    shares.forEach((share) => { share.end(); });
  }
});
steps.end();

/** In turn, so that whatever else this machine does meets both alike. */
async function compared(team, gateways, key) {
  const sums = new Map([[1, []], [2, []]]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [many, list] of sums) {
      const some = gateways.slice(0, many);
      const before = some.map((gateway) => used(gateway.child.pid));
      const came = await load(team, some, key, seconds);
      const millis = some.reduce((sum, gateway, at) => sum + used(gateway.child.pid) - before[at], 0);
      list.push(came.perSecond);
      console.log(`     ${many}: ${Math.round(came.perSecond)} calls a second, ${Math.round((millis * 1000) / came.calls)} us of a processor each, p50 ${came.p50.toFixed(1)} ms, p99 ${came.p99.toFixed(1)} ms`);
    }
  }
  const median = (list) => list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)];
  const times = median(sums.get(2)) / median(sums.get(1));
  console.log(`     two answer ${times.toFixed(2)} times what one does`);
  expect(times > 1.6, 'a second gateway is of little use', times);
}

async function until(what) {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
  }
}
