// Kills the processes of a hub at random moments of a load of registrations and edits, starts them again, and looks afterwards whether
// everything that was acknowledged is there as it was acknowledged, and whatever else is there is whole.
// node kill.mjs BINARY [--seconds 120] [--kills 20] [--writers 4] [--only sqlite,postgres] [--keep]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { read } from './lib/arguments.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Writer } from './lib/load.mjs';
import { Rest } from './lib/rest.mjs';
import { Steps, expect, sleep, until } from './lib/steps.mjs';
import { Upstream } from './lib/upstream.mjs';
import { LEFT, findings } from './lib/whole.mjs';

const { options, rest: [binary] } = read(['keep']);
const seconds = Number(options.seconds ?? 120);
const kills = Number(options.kills ?? 20);
const ADMIN = { email: 'ada@example.com', name: 'Ada', password: 'wPz7!kestrel-Orchid-19' };
/** A job whose worker was killed is another's after half a minute; some are killed twice. */
const PATIENCE = 150;

const steps = new Steps('kill');
const there = services();
for (const name of (options.only ?? 'sqlite,postgres').split(',')) {
  if (name === 'postgres' && !there.postgres) console.log('skip postgres: PostgreSQL is missing (judge/services.sh)');
  else await run(name);
}
steps.end();

async function run(name) {
  steps.prefix = `${name}: `;
  const folder = mkdtempSync(join(tmpdir(), `mcphub-kill-${name}-`));
  const database = name === 'postgres' ? new Postgres(there.postgres) : new Sqlite(folder);
  const settings = { MCPHUB__QUOTAS__APIS: '1000000', MCPHUB__LISTEN__DRAIN_SECONDS: '2' };
  const hub = new Hub({ binary: resolve(binary), folder, database, redis: name === 'postgres' ? there.redis : undefined, settings });
  const upstream = await Upstream.start();
  const before = steps.failed;
  try {
    await database.create();
    // Two processes share a database only where it is PostgreSQL.
    for (const process of name === 'postgres' ? ['one', 'two'] : ['one']) await hub.add(process, ['api', 'generator']);
    const world = await prepare(hub, upstream);
    await steps.step(`${kills} kills in ${seconds} s`, () => load(hub, world));
    await checks(database, upstream, world);
    await tidy(hub, database);
  } finally {
    await hub.kill();
    await upstream.stop();
    await database.drop();
    if (options.keep || steps.failed > before) console.log(`logs and database are in ${folder}`);
    else rmSync(folder, { recursive: true });
  }
}

/** An administrator, an organisation, a receiver of events, and the writers. */
async function prepare(hub, upstream) {
  const rest = new Rest(hub.apis.map((one) => one.url));
  await rest.post('/setup', { token: hub.setupToken, ...ADMIN });
  hub.isSetUp = true;
  const ada = rest.as((await rest.post('/sessions', { email: ADMIN.email, password: ADMIN.password })).access_token);
  const { id } = await ada.post('/organisations', { name: 'Load', slug: 'load' });
  const o = `/organisations/${id}`;
  await ada.post(`${o}/webhooks`, { name: 'all', url: `${upstream.base}/hooks`, kinds: ['api.registered'] });
  const writers = Array.from({ length: Number(options.writers ?? 4) }, (_, number) => new Writer(number, ada, o, upstream.base));
  return { rest, ada, o, writers };
}

/** Writers write; meanwhile processes are killed at moments that nobody chose, and started again. */
async function load(hub, { writers }) {
  const running = writers.map((writer) => writer.run());
  const moments = Array.from({ length: kills }, () => Math.random() * seconds * 1000).sort((a, b) => a - b);
  const began = Date.now();
  for (const moment of moments) {
    await sleep(Math.max(0, began + moment - Date.now()));
    const victim = hub.processes[Math.floor(Math.random() * hub.processes.length)];
    await victim.kill();
    await sleep(Math.random() * 300);
    await victim.start();
  }
  await sleep(Math.max(0, began + seconds * 1000 - Date.now()));
  for (const writer of writers) writer.isOver = true;
  await Promise.all(running);
  const sum = (count) => writers.reduce((all, writer) => all + count(writer), 0);
  console.log(`     ${sum((one) => one.apis.size)} APIs, ${sum((one) => one.jobs.size)} jobs, ${sum((one) => one.keys.length)} keys, ${sum((one) => one.count)} things written, ${sum((one) => one.retries)} requests repeated`);
}

async function checks(database, upstream, { rest, ada, o, writers }) {
  const apis = writers.flatMap((writer) => [...writer.apis.values()]);

  await steps.step('no answer was another than it should be', () => {
    const surprises = writers.flatMap((writer) => writer.surprises);
    expect(surprises.length === 0, `${surprises.length} surprises`, surprises.slice(0, 5));
  });

  await steps.step('every job ends', async () => {
    const began = Date.now();
    await until(PATIENCE, 'the end of all jobs', async (shown) => {
      const left = await database.rows("SELECT state, kind, attempts, error FROM jobs WHERE state IN ('queued', 'running') LIMIT 5");
      shown(left);
      await sleep(left.length > 0 ? 400 : 0);
      return left.length === 0;
    });
    console.log(`     after ${Math.round((Date.now() - began) / 1000)} s`);
    const known = new Set((await ada.all(`${o}/jobs?kind=compile-api`)).map((job) => job.id));
    const lost = writers.flatMap((writer) => [...writer.jobs]).filter((job) => !known.has(job));
    expect(lost.length === 0, `${lost.length} acknowledged jobs are gone`, lost.slice(0, 3));
  });

  await steps.step('jobs came to what they should', async () => {
    const deleted = new Set(apis.filter((api) => api.isDeleted).map((api) => api.id));
    const failed = (await ada.all(`${o}/jobs?state=failed`)).filter((job) => !deleted.has(job.task.api) && job.error !== 'every worker that began it died');
    expect(failed.length === 0, `${failed.length} jobs failed`, failed.slice(0, 3).map((job) => [job.kind, job.error]));
  });

  const listed = new Map((await ada.all(`${o}/apis`)).map((api) => [api.id, api]));
  await steps.step(`${apis.length} acknowledged APIs are as they were acknowledged`, () => {
    const wrong = [];
    for (const api of apis) {
      const found = listed.get(api.id);
      if (api.isDeleted ? found : !found) wrong.push(`${api.name} is ${found ? 'there although deleted' : 'gone'}`);
      else if (found && (found.name !== api.name || found.description !== api.description)) wrong.push(`${api.name} is ${found.name}, ${found.description}`);
    }
    expect(wrong.length === 0, `${wrong.length} are wrong`, wrong.slice(0, 5));
  });

  await steps.step('nothing is there twice, and nothing that nobody asked for', () => {
    const names = [...listed.values()].map((api) => api.name);
    expect(new Set(names).size === names.length, 'a name is there twice');
    const known = new Set(writers.flatMap((writer) => [...writer.names]));
    const unknown = names.filter((name) => !known.has(name));
    expect(unknown.length === 0, 'APIs that nobody registered', unknown);
    expect(listed.size === apis.filter((api) => !api.isDeleted).length, 'more APIs than were acknowledged', [listed.size, apis.length]);
  });

  await steps.step('each API has the revision of its last document', async () => {
    const wrong = [];
    for (const api of apis.filter((one) => !one.isDeleted)) {
      const [last] = (await ada.get(`${o}/apis/${api.id}/revisions?limit=1`)).items;
      if (last?.title !== api.title || last.tools !== 1) wrong.push([api.name, api.title, last?.title ?? null]);
    }
    expect(wrong.length === 0, `${wrong.length} have another`, wrong.slice(0, 5));
  });

  await steps.step('the last credential of each API is the one that is sent', async () => {
    for (const api of apis.filter((one) => one.credential && !one.isDeleted)) {
      const [tool] = (await ada.get(`${o}/apis/${api.id}/revisions/current/tools`)).items;
      await ada.post(`${o}/apis/${api.id}/revisions/current/tools/${tool.name}/calls`, {});
      const sent = upstream.asked.findLast((request) => request.path === '/any/vault').headers['x-api-key'];
      expect(sent === api.credential, `another secret of ${api.name} was sent`, [sent, api.credential]);
    }
  });

  await steps.step('every key that was shown works', async () => {
    for (const key of writers.flatMap((writer) => writer.keys)) await rest.as(key).get(`${o}/apis?limit=1`);
    const names = (await ada.all(`${o}/api-keys`)).map((key) => key.name);
    expect(new Set(names).size === names.length, 'a key was made twice', names.length);
  });

  await steps.step('the receiver heard of every registration', () => {
    const heard = new Set(upstream.deliveries.map((delivery) => delivery.value.event.subject));
    const missed = apis.filter((api) => !heard.has(api.id));
    expect(missed.length === 0, `${missed.length} were not told`, missed.slice(0, 3));
  });

  await steps.step('the audit logs are whole', async () => {
    for (const organisation of await ada.all('/organisations')) {
      const verified = await ada.post(`/organisations/${organisation.id}/audit/verification`);
      expect(verified.is_whole, `the log of ${organisation.name} is not`, verified);
    }
  });
}

/** Documents that nothing refers to any more, because their source was replaced, go away once they are an hour old; nothing else does. */
async function tidy(hub, database) {
  await steps.step('what nothing refers to goes away', async () => {
    await Promise.all(hub.processes.map((one) => one.stop()));
    await database.change('UPDATE blobs SET created_at = created_at - 7200000');
    // The first thing that a process does is to tidy up.
    for (const one of hub.processes) await one.start();
    await until(20, 'the end of what nothing refers to', async (shown) => {
      const found = await findings(database, LEFT);
      shown(found);
      return found.length === 0;
    });
  });
  await steps.step('the database makes sense', async () => {
    const found = await findings(database);
    expect(found.length === 0, 'it does not', found);
  });
}
