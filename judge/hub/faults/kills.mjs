// A hub is killed at moments that nobody chose, while deployments are on their way: after it is started again, or another process of it
// has taken over, each comes to what was wanted of it last, and nothing is left of what was begun.

import { ALL, withHub } from '../lib/bench.mjs';
import { Load, ask } from '../lib/caller.mjs';
import { Postgres } from '../lib/database.mjs';
import { listening } from '../lib/processes.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';

const SERVERS = 10;
const VERSIONS = 3;
/** Milliseconds before the kill in which changes are asked for: beginning takes a moment, ending some seconds. */
const WINDOW = 5_000;
const MOMENT = 250;
/** How long before a kill the youngest call may have been answered whose record is lost: a batch is a quarter of a second, and has to be written. */
const LOST = 2_000;
/** A deployment that a killed process held is another's after at most half a minute. */
const PATIENCE = 90;
/** Between two looks for what nobody wants is a minute, and it has to be older than one and a half. */
const LATE = 200;

export async function kills({ steps, binary, there, isShort, place, options }) {
  const rounds = isShort ? 1 : Number(options.kills ?? 30);
  await round({ steps, binary, rounds, title: 'one process', place });
  await place.clear();
  if (isShort) return;
  if (!there.postgres) await steps.step('several processes', () => { throw new Skip('PostgreSQL is missing (judge/services.sh)'); });
  else {
    const processes = ['one', 'two'].map((name) => [name, ALL, place.own(name)]);
    await round({ steps, binary, rounds: Math.ceil(rounds / 2), title: 'two processes', place, processes, redis: there.redis, database: () => new Postgres(there.postgres) });
  }
}

async function round({ steps, binary, rounds, title, place, ...where }) {
  const { settings, host } = place;
  await withHub(steps, 'kills', binary, { settings, host, ...where }, async ({ folder, hub, database, team, api }) => {
    const { key } = await team.key('caller');
    const servers = Array.from({ length: SERVERS }, (_, number) => ({ slug: `s-${number}`, target: number % 2 ? place.target : 'embedded', wanted: undefined }));
    for (const { slug } of servers) {
      await team.ada.post(`${team.o}/servers`, { name: slug, slug, design: { sources: [{ api }] } });
      for (let version = 1; version <= VERSIONS; version += 1) await team.freeze(slug, api, `version ${version}`);
    }
    await team.serve('steady', api);
    const known = new Map();
    const found = {};
    const lost = [];
    // Containers are removed by the process of the hub whose folder they share, once it is back.
    const isLate = place.target === 'docker' && hub.processes.length > 1;
    for (let number = 1; number <= rounds; number += 1) {
      await steps.step(`${title}: killed while ${SERVERS} deployments are on their way (${number} of ${rounds})`, async () => {
        const victim = hub.processes[Math.floor(Math.random() * hub.processes.length)];
        const steady = new Load(() => ({ url: team.url('steady', victim), key, tool: 'fine' }), { name: `steady-${number}`, width: 2, pause: 20 }).start();
        const asked = servers.map((server) => change(team, server, place));
        await sleep(WINDOW);
        const moment = Date.now();
        await victim.kill();
        await steady.end();
        for (const [state, n] of await states(database)) found[state] = (found[state] ?? 0) + n;
        const isAlone = hub.processes.length === 1;
        if (isAlone) {
          if (place.endsWithHub) await until(15, 'the end of the processes that the hub had started', async (shown) => { const left = await place.running(folder); shown(left); return left.length === 0; });
          await victim.start();
        }
        await Promise.all(asked);
        for (const server of servers) await judge({ team, hub, key, server, known, victim: isAlone ? undefined : victim });
        await clean({ folder, hub, database, place, isLate });
        const missing = await steady.unrecorded(database);
        const ages = missing.map(([one]) => moment - steady.at.get(one));
        expect(missing.every(([, n]) => n === 0) && ages.every((age) => age < LOST), 'records are lost that were not of the last moment, or are there twice', { missing, ages });
        lost.push(...ages);
        if (!isAlone) await victim.start();
      });
    }
    if (isLate) {
      await steps.step(`${title}: what they left whose process was killed is removed once it is back`, () => clean({ folder, hub, database, place, patience: LATE }));
    }
    console.log(`     ${lost.length} records were lost at ${rounds} kills, of calls that were answered at most ${Math.max(0, ...lost)} ms before`);
    console.log(`     how far deployments were at a kill: ${Object.entries(found).map(([state, n]) => `${n} ${state}`).join(', ')}`);
  });
}

/** Asks for something else of a server, at some moment before the kill; notes what may be wanted from then on. */
async function change(team, server, place) {
  await sleep(Math.random() < 0.7 ? WINDOW - Math.random() * MOMENT : Math.random() * WINDOW);
  const before = server.wanted;
  const version = String(1 + Math.floor(Math.random() * VERSIONS));
  const chance = Math.random();
  let wanted;
  if (before?.version && chance < 0.25) wanted = {};
  else if (before?.version && chance < 0.4) wanted = { ...before, version, target: before.target === 'embedded' ? place.target : 'embedded' };
  else wanted = { version, target: before?.target ?? server.target };
  const path = `${team.o}/servers/${server.slug}/deployment`;
  const asking = wanted.version ? team.ada.send('PUT', path, { body: wanted }) : team.ada.send('DELETE', path);
  const answer = await asking.catch(() => undefined);
  expect(!answer || answer.status === 202, 'a change is refused', answer);
  // Nobody knows whether what was not answered was done.
  server.possible = answer ? [wanted] : [wanted, before ?? {}];
}

/** How far each deployment is, in the words of the database. */
async function states(database) {
  const rows = await database.rows("SELECT CASE WHEN observed_generation <> generation THEN 'not looked at' ELSE state END AS how, COUNT(*) AS n FROM deployments GROUP BY 1");
  return rows.map(({ how, n }) => [how, Number(n)]);
}

/** A server came to one of the things that may be wanted of it. */
async function judge({ team, hub, key, server, known, victim }) {
  const path = `${team.o}/servers/${server.slug}`;
  // Whoever is away answers nobody.
  const place = hub.apis.find((one) => one !== victim).url;
  const ada = team.ada.at(place);
  for (const { id, number } of known.has(server.slug) ? [] : await ada.all(`${path}/versions`)) known.set(id, String(number));
  known.set(server.slug, true);
  const seen = await until(PATIENCE, `that ${server.slug} is settled`, async (shown) => {
    const answer = await ada.send('GET', `${path}/deployment?wait=20`);
    shown(answer.body);
    if (answer.status === 404) return { is_wanted: false };
    return answer.body?.is_settled && ['running', 'stopped'].includes(answer.body.state) && answer.body;
  });
  const is = seen.is_wanted ? { version: known.get(seen.version), target: seen.target } : {};
  const isPossible = ({ version, target }) => version === is.version && target === is.target;
  expect(server.possible.some(isPossible), `${server.slug} is wanted otherwise`, { is, possible: server.possible });
  expect((seen.state === 'running') === seen.is_wanted, `${server.slug} is not as it is wanted`, seen);
  server.wanted = seen.is_wanted ? is : undefined;
  await until(20, `that ${server.slug} is served as it is wanted`, async (shown) => {
    const answer = await ask(`${place}/mcp/${team.slug}/${server.slug}`, key, 'tools/list');
    shown([answer.status, answer.text.slice(0, 200)]);
    if (!server.wanted) return answer.status === 404;
    return answer.result?.tools.find((tool) => tool.name === 'fine')?.description === `version ${server.wanted.version}`;
  });
}

/** There are the replicas, ports and rows of what is served, and no others. */
async function clean({ folder, hub, database, place, isLate = false, patience = 30 }) {
  await until(patience, 'that nothing is left over', async (shown) => {
    const [{ wanted }] = await database.rows("SELECT COALESCE(SUM(replicas), 0) AS wanted FROM deployments WHERE is_wanted AND target <> 'embedded'");
    const rows = await database.rows('SELECT process, address, state FROM replicas');
    const running = await place.running(folder);
    const alive = hub.processes.filter((one) => one.child.exitCode === null && one.child.signalCode === null).map((one) => one.child.pid);
    const seen = { wanted: Number(wanted), rows, running, ports: place.ports(running), own: listening(alive).length - alive.length };
    shown(seen);
    const isMore = isLate && running.length >= seen.wanted;
    const right = rows.length === seen.wanted && (isMore || running.length === seen.wanted) && seen.own === 0 && seen.ports.length === (place.hasPorts ? seen.wanted : 0);
    return right && rows.every((row) => row.state === 'ready' && running.some((one) => place.isOf(one, row)));
  });
}
