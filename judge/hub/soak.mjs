// Half an hour of half the load that a hub takes: memory, file handles, threads and tasks have to stay as they are.
// node soak.mjs BINARY [--minutes 30] [--servers 20] [--clients 8] [--database postgres]

import { readFileSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { read } from './lib/arguments.mjs';
import { ALL, withHub } from './lib/bench.mjs';
import { Postgres, services } from './lib/database.mjs';
import { freePort } from './lib/hub.mjs';
import { Steps, expect } from './lib/steps.mjs';

const VERSION = '2026-07-28';
/** Calls after which a client takes a new connection. */
const CALLS_OF_A_CONNECTION = 500;
const { options, rest: [binary] } = read([]);
const minutes = Number(options.minutes ?? 30);
const many = Number(options.servers ?? 20);
const clients = Number(options.clients ?? 8);
const steps = new Steps('soak');
const metricsPort = await freePort();
const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** Clients that call one server after the other. */
class Load {
  constructor(urls, key) {
    Object.assign(this, { urls, key, next: 0 });
  }

  /** For so long, and no more calls a second than said; what came of it. */
  async run(millis, perSecond = Infinity) {
    const began = performance.now();
    const came = { calls: 0, failed: 0, why: undefined };
    const one = async () => {
      let [agent, left] = [new Agent({ keepAlive: true, maxSockets: 1 }), CALLS_OF_A_CONNECTION];
      for (;;) {
        const now = performance.now() - began;
        if (now >= millis) break;
        const ahead = (came.calls / perSecond) * 1000 - now;
        if (ahead > 0) {
          await pause(Math.min(ahead, millis - now));
          continue;
        }
        came.calls += 1;
        const why = await this.call(agent).catch((error) => error.message);
        if (why) Object.assign(came, { failed: came.failed + 1, why: came.why ?? why });
        left -= 1;
        if (left === 0) {
          agent.destroy();
          [agent, left] = [new Agent({ keepAlive: true, maxSockets: 1 }), CALLS_OF_A_CONNECTION];
        }
      }
      agent.destroy();
    };
    await Promise.all(Array.from({ length: clients }, one));
    return { ...came, per_s: came.calls / ((performance.now() - began) / 1000) };
  }

  /** One call; why it was not answered well. */
  call(agent) {
    this.next += 1;
    const meta = { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {} };
    const body = JSON.stringify({ jsonrpc: '2.0', id: this.next, method: 'tools/call', params: { name: 'fine', arguments: {}, _meta: meta } });
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization: `Bearer ${this.key}`, 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call', 'mcp-name': 'fine', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(this.urls[this.next % this.urls.length], { method: 'POST', agent, headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve(response.statusCode === 200 && text.includes('"result"') && !text.includes('"isError":true') ? undefined : text.slice(0, 300));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

const shape = {
  processes: [['one', ALL]],
  settings: { MCPHUB__LISTEN__METRICS_ADDRESS: `127.0.0.1:${metricsPort}`, MCPHUB__RETENTION__CALL_DAYS: '1' },
  ...(options.database === 'postgres' ? { database: () => new Postgres(services().postgres) } : {}),
};
await withHub(steps, 'soak', binary, shape, async ({ hub, team, api }) => {
  const [process] = hub.processes;
  const slugs = [];
  for (let number = 0; number < many; number += 1) {
    const slug = `soak-${number}`;
    await team.server(slug, api, { calls_per_minute: 10_000_000, caller_calls_per_minute: 10_000_000, capture: number === 0 });
    await team.deploy(slug, number === 1 ? { target: 'process', replicas: 2 } : {});
    await team.settled(slug);
    slugs.push(slug);
  }
  const { key } = await team.key('soak');
  const load = new Load(slugs.map((slug) => team.url(slug)), key);
  let most;
  await steps.step('as many calls as it takes', async () => {
    await load.run(5_000);
    most = await load.run(15_000);
    expect(most.failed === 0, 'calls failed', most.why);
    console.log(`     ${most.per_s.toFixed(0)} calls a second from ${clients} clients beside it`);
  });
  const samples = [];
  await steps.step(`${minutes} minutes at half of that`, async () => {
    const follower = follow(hub, team);
    const end = Date.now() + minutes * 60_000;
    let [calls, failed, why] = [0, 0, undefined];
    while (Date.now() < end) {
      const came = await load.run(Math.min(10_000, end - Date.now()), most.per_s / 2);
      [calls, failed, why] = [calls + came.calls, failed + came.failed, why ?? came.why];
      samples.push(await sample(process.child.pid));
      // People look at lists meanwhile, and somebody deploys again.
      await team.ada.get(`${team.o}/calls?limit=50`);
      await team.ada.get(`${team.o}/calls/hours?hours=1`);
      if (samples.length % 6 === 0) await team.deploy(slugs[2], {});
    }
    follower.stop();
    console.log(`     ${calls} calls, ${failed} of them failed; the live feed told of ${follower.told}`);
    console.log(table(samples));
    expect(failed === 0, 'calls failed', why);
  });
  await steps.step('memory, file handles, threads and tasks stay as they are', async () => {
    // The first fifth fills caches and pools.
    const rest = samples.slice(Math.ceil(samples.length / 5));
    const part = Math.max(1, Math.floor(rest.length / 4));
    const mean = (some, what) => some.reduce((sum, one) => sum + one[what], 0) / some.length;
    const [before, after] = [rest.slice(0, part), rest.slice(-part)];
    const grown = (what) => mean(after, what) - mean(before, what);
    const changes = Object.fromEntries(['mib', 'handles', 'threads', 'tasks'].map((what) => [what, Number(grown(what).toFixed(1))]));
    console.log(`     from the second to the last quarter: ${JSON.stringify(changes)}`);
    expect(changes.mib <= Math.max(8, mean(before, 'mib') * 0.05), 'memory grows', changes);
    expect(changes.handles <= 8 && changes.threads <= 2 && changes.tasks <= 16, 'something is left behind', changes);
  });
});
steps.end();

/** The proportional memory of a process in MiB, what it holds open, its threads and its tasks. */
async function sample(pid) {
  const said = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/Pss:\s+(\d+) kB/);
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return {
    mib: Number(said[1]) / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
    tasks: Number(metrics.match(/^mcphub_tasks (\d+)/m)?.[1] ?? Number.NaN),
  };
}

/** Ten moments of them. */
function table(samples) {
  const every = Math.max(1, Math.floor(samples.length / 10));
  const rows = samples.map((one, number) => ({ minute: ((number + 1) / 6).toFixed(1), ...one })).filter((_, number) => number % every === 0);
  return ['     minute     MiB  handles  threads  tasks', ...rows.map((row) =>
    `     ${row.minute.padStart(6)} ${row.mib.toFixed(1).padStart(7)} ${String(row.handles).padStart(8)} ${String(row.threads).padStart(8)} ${String(row.tasks).padStart(6)}`)].join('\n');
}

/** Follows the live feed, and connects again and again. */
function follow(hub, team) {
  const follower = { told: 0, isOver: false, stop() { this.isOver = true; this.leaving?.abort(); } };
  (async () => {
    while (!follower.isOver) {
      const leaving = new AbortController();
      follower.leaving = leaving;
      const timer = setTimeout(() => leaving.abort(), 30_000);
      try {
        const answer = await fetch(`${hub.apis[0].url}/api/v1${team.o}/live`, { headers: { authorization: `Bearer ${team.ada.token}` }, signal: leaving.signal });
        for await (const bytes of answer.body) follower.told += Buffer.from(bytes).toString().split('\nevent: call').length - 1;
      } catch { /* it left */ }
      clearTimeout(timer);
    }
  })();
  return follower;
}
