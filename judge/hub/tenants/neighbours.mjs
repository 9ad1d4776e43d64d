// A noisy neighbour: one organisation's server has all of its places taken by an upstream that does not answer, is asked for more than its memory holds, and
// is called too often; the other organisation's is answered all the time, and its replicas stay.

import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { replicasOf } from './secrets.mjs';

/** Milliseconds of noise. */
const NOISE = 20_000;
/** What the slowest call of the others may take meanwhile, on a machine that does all of it. */
const MOST = 5_000;

export async function neighbours({ steps, place, folder, team, api, acme, elsewhere }) {
  // As many wait as are answered: so many that both are full, and that a replica's memory is not enough for all.
  const settings = { call_seconds: 4, concurrent_calls: place.target === 'embedded' ? 10 : 30 };
  await team.serve('noisy', api, settings);
  await team.serve('limited', api, { calls_per_minute: 10 });
  const others = () => new Load(() => ({ url: elsewhere.team.url('pets'), key: elsewhere.key, tool: 'list_pets' }), { name: 'quiet', width: 2, pause: 20 }).start();
  const there = async () => (place.target === 'embedded' ? [] : (await replicasOf(place, folder, elsewhere)).map(({ id }) => id).sort());
  await steps.step('one organisation\'s noise is not heard by another', async () => {
    const calm = others();
    await sleep(3_000);
    await calm.end();
    const before = await there();
    const load = others();
    const sorts = {};
    let isOver = false;
    const noise = async (server, tool) => {
      while (!isOver) {
        const { result, words, status } = await call(acme.team.url(server), acme.key, tool).catch((error) => ({ words: error.message }));
        const sort = result?.isError === false ? 'answered' : /busy|often|within|process/.exec(words ?? '')?.[0] ?? `${status}`;
        sorts[sort] = (sorts[sort] ?? 0) + 1;
        await sleep(20);
      }
    };
    // In the gateway's own process answers of many MiB are the gateway's memory: what a replica may have ends the replica.
    const large = place.target === 'embedded' ? 4 : 40;
    const callers = [...Array.from({ length: 40 }, () => noise('noisy', 'slow')), ...Array.from({ length: large }, () => noise('noisy', 'endless')), ...Array.from({ length: 4 }, () => noise('limited', 'fine'))];
    await sleep(NOISE);
    isOver = true;
    await Promise.all(callers);
    await load.end();
    console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms (${Math.round(calm.slowest)} ms before); the noise: ${JSON.stringify(sorts)}`);
    expect(load.failures.length === 0 && load.answered.length > 0, `${load.failures.length} calls of the others are lost`, load.failures.slice(0, 3));
    expect(load.slowest < MOST, `one of them took ${Math.round(load.slowest)} ms`);
    expect([sorts.busy, sorts.often, sorts.within ?? sorts.process].every((count) => count > 0), 'there was no such noise', sorts);
    const after = await there();
    expect(before.join() === after.join(), 'replicas of the others were replaced', { before, after });
  });
  for (const slug of ['noisy', 'limited']) {
    await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
    await team.settled(slug, 'stopped');
  }
  await steps.step('stopped by both: nothing is left', async () => {
    for (const { team: own } of [acme, elsewhere]) {
      await own.ada.delete(`${own.o}/servers/pets/deployment`);
      await own.settled('pets', 'stopped');
    }
    await until(90, 'nothing to be left', async (shown) => {
      const left = await place.left(folder);
      shown(left);
      return Object.values(left).every((list) => list.length === 0);
    });
  });
}
