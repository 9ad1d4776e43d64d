// Redis fails and comes back while servers are called through two processes of a hub: calls go on, limits are kept, what changes is
// heard of, and once Redis is back all is as before.

import { ALL, withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { Postgres } from '../lib/database.mjs';
import { OwnRedis } from '../lib/own.mjs';
import { Skip, expect, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

const LIMIT = 5;

export async function redis({ steps, binary, there, isShort, place }) {
  if (!there.postgres || !there.redis) {
    await steps.step('Redis restarts', () => { throw new Skip('PostgreSQL or Redis is missing (judge/services.sh)'); });
    return;
  }
  const own = await OwnRedis.begin();
  const around = () => () => own.kill();
  const processes = [['one', ALL], ['two', ['api', 'gateway']]];
  const { settings, host } = place;
  await withHub(steps, 'redis', binary, { around, processes, settings, host, redis: own.url, database: () => new Postgres(there.postgres) }, async ({ hub, database, team, api }) => {
    const [one, two] = hub.gateways;
    await team.serve('fine', api);
    await team.serve('limited', api, { calls_per_minute: LIMIT });
    await team.server('apart', api);
    await team.deploy('apart', { target: place.target, replicas: 2 });
    await team.settled('apart');
    const { key } = await team.key('caller');
    const witness = new Witness({
      one: { url: team.url('fine', one), key, tool: 'fine' },
      two: { url: team.url('fine', two), key, tool: 'fine' },
      'apart-one': { url: team.url('apart', one), key, tool: 'fine' },
      'apart-two': { url: team.url('apart', two), key, tool: 'fine' },
    }).start();

    /** How many of so many calls the limit lets through at each gateway. */
    async function allowed(many) {
      const counts = [];
      for (const gateway of [one, two]) {
        const answers = await Promise.all(Array.from({ length: many }, () => call(team.url('limited', gateway), key, 'fine')));
        expect(answers.every(({ result, words }) => result && (!result.isError || /called too often/.test(words))), 'other answers', answers.map(({ text }) => text.slice(0, 200)));
        counts.push(answers.filter(({ result }) => !result.isError).length);
      }
      return counts;
    }

    /** A key that is made is known at both gateways, and once it is revoked, at none. */
    async function heard() {
      const made = await team.key('short-lived');
      const statuses = () => Promise.all([one, two].map(async (gateway) => (await call(team.url('fine', gateway), made.key, 'fine')).status));
      await until(15, 'that both gateways know the key', async (shown) => { const seen = await statuses(); shown(seen); return seen.every((status) => status === 200); });
      await team.ada.delete(`${team.o}/api-keys/${made.id}`);
      await until(15, 'that no gateway takes the key any more', async (shown) => { const seen = await statuses(); shown(seen); return seen.every((status) => status === 401); });
    }

    for (let round = 1; round <= (isShort ? 1 : 5); round += 1) {
      await steps.step(`Redis fails: limits are kept, and changes are heard of (${round})`, async () => {
        await own.kill();
        const counts = await allowed(3 * LIMIT);
        // Each process counts alone, also what it counted the last time, and what filled up meanwhile is let through as well.
        expect(counts.every((count) => count >= (round === 1 ? 1 : 0) && count <= LIMIT + 2), `of ${3 * LIMIT} calls at each gateway were let through`, counts);
        await heard();
        for (const slug of ['fine', 'apart']) {
          await team.ada.post(`${team.o}/servers/${slug}/versions`);
          await team.deploy(slug, { version: String(round + 1) });
          await team.settled(slug);
        }
      });
      await steps.step(`Redis is back: both count together again (${round})`, async () => {
        await own.start();
        await until(60, 'one limit for both', async (shown) => {
          const [first, second] = await allowed(2 * LIMIT);
          shown([first, second]);
          return first + second <= LIMIT + 1 && first + second >= 1;
        });
        await heard();
      });
    }
    await steps.step('every call was answered meanwhile', () => witness.answered());
    await steps.step('every call is recorded once', () => witness.recorded(database));
  });
}
