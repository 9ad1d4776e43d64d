// Hundreds of deployments of both kinds, several at a time: each succeeds. Then a thousand times deployed and stopped, with a hub that is
// killed in between: nothing is left of it, be it a process, a port, an open file, a file or a row.

import { readdirSync } from 'node:fs';
import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { listening, memory, opened, unwaited } from '../lib/processes.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

/** Deployed at a time. */
const WIDTH = 8;
/** Tables that keep what happened, and grow by it until their time has come. */
const HISTORIES = ['events', 'audit', 'logs', 'calls', 'call_hours', 'chains'];

export async function deployments({ steps, binary, isShort, options, place }) {
  const many = Number(options.deployments ?? (isShort ? 24 : 500));
  const cycles = Number(options.cycles ?? (isShort ? 24 : 1000));
  const settings = { ...place.settings, MCPHUB__DEPLOYMENT__PROCESSES: '200', MCPHUB__RETENTION__LOG_DAYS: '365' };
  await withHub(steps, 'deployments', binary, { settings, host: place.host }, async ({ folder, hub, database, team, api }) => {
    const { key } = await team.key('caller');
    await steps.step(`${many} deployments, ${WIDTH} at a time`, () => all({ team, api, key, many, place }));
    await steps.step(`deployed and stopped ${cycles} times`, () => again({ folder, hub, database, team, api, place, cycles, kills: 0 }));
    await steps.step(`the same, with ${isShort ? 1 : 4} kills in between`, () => again({ folder, hub, database, team, api, place, cycles: isShort ? 8 : Math.ceil(cycles / 5), kills: isShort ? 1 : 4 }));
  });
}

/** Does something so many times, some at a time, and each lane as often as the others. */
async function inParallel(many, width, body) {
  let begun = 0;
  const turns = async (lane) => {
    for (let turn = lane; turn < many; turn += width) {
      begun += 1;
      await body(begun, lane);
    }
  };
  await Promise.all(Array.from({ length: width }, (_, lane) => turns(lane)));
}

/** New servers, newer versions, canaries, promotions, rollbacks, other targets, starts after stops: each is one deployment. */
async function all({ team, api, key, many, place }) {
  const counts = {};
  const lanes = Array.from({ length: WIDTH }, () => ({ server: undefined, made: 0, step: 0 }));
  await inParallel(many, WIDTH, async (number, lane) => {
    const one = lanes[lane];
    const path = () => `${team.o}/servers/${one.server}/deployment`;
    const wanted = async (body) => team.ada.put(path(), body);
    const plan = [
      ['a new server', async () => {
        if (one.server) {
          await team.ada.delete(path());
          await team.settled(one.server, 'stopped');
        }
        one.made += 1;
        one.server = `lane-${lane}-${one.made}`;
        one.target = (lane + one.made) % 2 ? place.target : 'embedded';
        await team.ada.post(`${team.o}/servers`, { name: one.server, slug: one.server, design: { sources: [{ api }] } });
        await team.freeze(one.server, api, 'version 1');
        await wanted({ target: one.target });
      }],
      ['a newer version', async () => wanted({ version: String(await team.freeze(one.server, api, `version 2 of ${one.made}`)) })],
      ['a canary', async () => wanted({ version: '2', canary: { version: String(await team.freeze(one.server, api, 'version 3')), percent: 20 } })],
      ['a promotion', async () => team.ada.post(`${path()}/promotion`)],
      ['a rollback', async () => team.ada.post(`${path()}/rollback`)],
      ['another target', async () => wanted({ target: one.target === 'embedded' ? place.target : 'embedded' })],
      ['a start after a stop', async () => {
        await team.ada.delete(path());
        await team.settled(one.server, 'stopped');
        await wanted({ target: one.target });
      }],
    ];
    const [what, act] = plan[one.step % plan.length];
    one.step += 1;
    await act();
    const seen = await team.settled(one.server);
    expect(seen.message === '', `${what} is not well`, seen);
    const answer = await call(team.url(one.server), key, 'fine');
    expect(answer.result?.isError === false, `after ${what} (${number}) a call fails`, answer.text);
    counts[what] = (counts[what] ?? 0) + 1;
  });
  for (const { server } of lanes) {
    await team.ada.delete(`${team.o}/servers/${server}/deployment`);
    await team.settled(server, 'stopped');
  }
  console.log(`     ${many} of ${many} succeeded: ${Object.entries(counts).map(([what, n]) => `${n} × ${what}`).join(', ')}`);
}

/** Deploys and stops servers again and again; what there is afterwards is what there was before. */
async function again({ folder, hub, database, team, api, place, cycles, kills }) {
  const [one] = hub.processes;
  const servers = Array.from({ length: 2 * WIDTH }, (_, lane) => ({ slug: `again-${kills}-${lane}`, target: lane % 2 ? place.target : 'embedded' }));
  for (const { slug } of servers) await team.server(slug, api);
  const turn = async ({ slug, target }) => {
    await team.deploy(slug, { target });
    await team.settled(slug);
    await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
    await team.settled(slug, 'stopped');
  };
  // Once beforehand: connections, threads and whatever is kept for the next time are there from then on.
  await Promise.all(servers.map(turn));
  const before = await settledDown({ folder, hub, database, place });
  const moments = Array.from({ length: kills }, (_, number) => Math.round(((number + 0.5) * cycles) / kills));
  const begun = Math.round(memory(one.child.pid) / 1024);
  let killing;
  await inParallel(cycles, servers.length, async (number, lane) => {
    if (moments.includes(number)) {
      killing = (async () => {
        await sleep(Math.random() * 1500);
        await one.kill();
        if (place.endsWithHub) await until(15, 'the end of the processes that the hub had started', async (shown) => { const left = await place.running(folder); shown(left); return left.length === 0; });
        await one.start();
      })();
    }
    // A hub that is away answers nobody: what was asked for is asked for again.
    await patiently(() => turn(servers[lane]), kills > 0);
    await killing;
  });
  for (const { slug } of servers) {
    await patiently(async () => {
      await team.ada.send('DELETE', `${team.o}/servers/${slug}/deployment`);
      await team.settled(slug, 'stopped');
    }, kills > 0);
  }
  // Connections of this judge come and go: there are no more than there were.
  const isSame = (name, after) => (name === 'sockets' ? after.sockets <= before.sockets : JSON.stringify(before[name]) === JSON.stringify(after[name]));
  const differing = (after) => Object.keys(before).filter((name) => !isSame(name, after));
  const after = await until(60, 'that there is what there was before', async (shown) => {
    const now = await counted({ folder, hub, database, place });
    shown(Object.fromEntries(differing(now).map((name) => [name, [before[name], now[name]]])));
    return differing(now).length === 0 && now;
  });
  console.log(`     ${cycles} times; before and after: ${JSON.stringify(after)}; memory of the hub ${begun} and ${Math.round(memory(one.child.pid) / 1024)} MiB`);
}

async function patiently(body, isPatient) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await body();
    } catch (error) {
      if (!isPatient || attempt >= 5) throw error;
      await sleep(1000);
    }
  }
}

/** What there is of a hub once nothing is left of servers that were stopped: some of it takes a moment. */
async function settledDown({ place, folder, ...world }) {
  await until(90, 'that nothing of servers is left', async (shown) => {
    const left = await place.left(folder);
    shown(left);
    return Object.values(left).every((list) => list.length === 0);
  });
  return counted({ place, folder, ...world });
}

/** Everything that there is of a hub. */
async function counted({ folder, hub, database, place }) {
  const { pid } = hub.processes[0].child;
  const { sockets, pipes, other } = opened(pid);
  const tables = (await database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")).map(({ name }) => name);
  const rows = {};
  for (const name of tables.filter((table) => !HISTORIES.includes(table))) rows[name] = (await database.rows(`SELECT COUNT(*) AS n FROM ${name}`))[0].n;
  const ports = listening([pid]).length + place.ports(await place.running(folder)).length;
  // A process that lives has one file that says so, by another name each time it is started.
  const files = readdirSync(folder, { recursive: true }).filter((name) => !name.endsWith('.log')).map((name) => name.replace(/(\.holders)\/.*/, '$1/one'));
  return { left: await place.left(folder), unwaited: unwaited(pid).length, ports, pipes, sockets, open: other, files: files.sort(), rows };
}
