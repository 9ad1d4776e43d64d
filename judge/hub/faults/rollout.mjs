// A newer version is tried out with some callers, given to all and taken back, while callers of all kinds call all the time, wherever it is
// served: every call is answered, once, by a version that was wanted, and the share of the newer one is about what was asked for.

import { withHub } from '../lib/bench.mjs';
import { Load } from '../lib/caller.mjs';
import { recordedCalls } from '../lib/calls.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

const PERCENT = 10;
/** Callers: each has one version at a time, so that shares are counted in callers. */
const CALLERS = 120;

/** How far a share of so many may be from what is expected: four standard deviations, which chance exceeds once in sixteen thousand times. */
const FAR = 4 * Math.sqrt(CALLERS * (PERCENT / 100) * (1 - PERCENT / 100));

export async function rollout({ steps, binary, isShort, place }) {
  const { settings, host, target } = place;
  await withHub(steps, 'rollout', binary, { settings, host }, async ({ database, team, api }) => {
    const keys = [];
    for (let number = 0; number < CALLERS; number += 1) keys.push((await team.key(`caller-${number}`)).key);
    await rolled({ steps, database, team, api, keys, target, rounds: isShort ? 1 : 5, seconds: isShort ? 1.5 : 10 });
  });
}

async function rolled({ steps, database, team, api, keys, target, rounds, seconds }) {
  const slug = `rolled-${target}`;
  await team.ada.post(`${team.o}/servers`, { name: slug, slug, settings: { concurrent_calls: 200 }, design: { sources: [{ api }] } });
  await team.freeze(slug, api, 'version 1');
  await team.freeze(slug, api, 'version 2');
  const path = `${team.o}/servers/${slug}`;
  const names = new Map((await team.ada.all(`${path}/versions`)).map(({ id, number }) => [id, number]));
  await team.ada.put(`${path}/deployment`, { target, version: '1', replicas: 2 });
  await team.settled(slug);
  const load = new Load((number) => ({ url: team.url(slug), key: keys[number % keys.length], tool: 'fine' }), { name: slug, width: 6, pause: 5 }).start();

  /** What is served from this moment on for some seconds: calls and callers of each version. */
  async function served() {
    const first = load.next;
    await sleep(seconds * 1000);
    const last = load.next;
    // Those that have begun are answered and recorded soon.
    const rows = await until(20, 'records of these calls', async () => {
      const all = (await recordedCalls(database)).filter(({ client }) => client.startsWith(`${slug}/`));
      const some = all.map((row) => ({ ...row, number: Number(row.client.split('/')[1]) })).filter(({ number }) => number >= first && number < last - 12);
      return some.length >= last - first - 24 && some;
    });
    const callers = { 1: new Set(), 2: new Set() };
    for (const { actor, version } of rows) callers[names.get(version)].add(actor);
    return { calls: rows.length, one: callers[1], two: callers[2] };
  }

  for (let round = 1; round <= rounds; round += 1) {
    await steps.step(`some callers get the newer version (${round})`, async () => {
      await team.ada.put(`${path}/deployment`, { version: '1', canary: { version: '2', percent: PERCENT } });
      await team.settled(slug);
      await sleep(300);
      const { calls, one, two } = await served();
      expect(one.size + two.size === keys.length, 'a caller has both, or there are callers without', [one.size, two.size]);
      expect(Math.abs(two.size - (keys.length * PERCENT) / 100) <= FAR, `${two.size} of ${keys.length} callers got it, of which ${PERCENT} % were wanted`);
      console.log(`     ${two.size} of ${keys.length} callers, of ${calls} calls`);
    });
    await steps.step(`all get it (${round})`, async () => {
      await team.ada.post(`${path}/deployment/promotion`);
      await team.settled(slug);
      await sleep(300);
      const { one } = await served();
      expect(one.size === 0, `${one.size} callers still get the older one`);
    });
    await steps.step(`it is taken back (${round})`, async () => {
      await team.ada.post(`${path}/deployment/rollback`);
      await team.settled(slug);
      await sleep(300);
      const { two } = await served();
      expect(two.size === 0, `${two.size} callers still get the newer one`);
    });
  }
  await steps.step('every call was answered', async () => {
    await load.end();
    expect(load.failures.length === 0, `${load.failures.length} of ${load.next} were not`, load.failures.slice(0, 4));
    console.log(`     ${load.answered.length} calls, the slowest in ${Math.round(load.slowest)} ms`);
  });
  await steps.step('every call is recorded once', () => until(20, 'their records', async (shown) => {
    const missing = await load.unrecorded(database);
    shown(missing.slice(0, 5));
    return missing.length === 0;
  }));
}
