// PostgreSQL stops, fails and comes back while servers are called: calls go on, changes are refused with a reason, and afterwards every
// call is recorded once.

import { withHub } from '../lib/bench.mjs';
import { Postgres } from '../lib/database.mjs';
import { OwnPostgres } from '../lib/own.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

/** How it stops, and for how many seconds; one is longer than a deployment is held without a word. */
const OUTAGES = [['fast', 1], ['immediate', 13]];
const MORE = [['fast', 1], ['immediate', 2], ['immediate', 1], ['fast', 20], ['immediate', 8], ['fast', 2], ['immediate', 30]];

export async function postgres({ steps, binary, isShort, place }) {
  if (!OwnPostgres.isThere()) {
    await steps.step('PostgreSQL restarts', () => { throw new Skip('PostgreSQL is missing (judge/services.sh)'); });
    return;
  }
  let own;
  // Whoever asks meanwhile does not wait for long.
  const settings = { ...place.settings, MCPHUB__DATABASE__WAIT_SECONDS: '2' };
  const around = async (folder) => {
    own = await OwnPostgres.begin(folder);
    return () => own.stop();
  };
  await withHub(steps, 'postgres', binary, { around, settings, host: place.host, database: () => new Postgres(own.url) }, async ({ folder, hub, database, team, api }) => {
    await team.serve('inside', api);
    await team.server('apart', api);
    await team.deploy('apart', { target: place.target, replicas: 2 });
    await team.settled('apart');
    const { key } = await team.key('caller');
    const before = (await place.running(folder)).map(({ id }) => id).sort();
    const fails = (answer) => answer.result?.isError === true && /oven is cold/.test(answer.words);
    const witness = new Witness({
      inside: { url: team.url('inside'), key, tool: 'fine' },
      apart: { url: team.url('apart'), key, tool: 'fine' },
      failing: { url: team.url('inside'), key, tool: 'broken', isWell: fails },
    }).start();

    for (const [how, seconds] of isShort ? OUTAGES : [...OUTAGES, ...MORE]) {
      await steps.step(`PostgreSQL stops (${how}), and is back after ${seconds} s`, async () => {
        await sleep(500);
        await own.stop(how);
        const [refused] = await Promise.all([team.ada.send('PATCH', `${team.o}/servers/inside`, { body: { description: how } }), sleep(seconds * 1000)]);
        expect(refused.status === 503 && refused.body?.code === 'unavailable', 'a change is not refused as it should be', refused);
        await own.start();
        await until(30, 'the first change after it', async (shown) => {
          const answer = await team.ada.send('PATCH', `${team.o}/servers/inside`, { body: { description: `after ${how}` } });
          shown(answer.text);
          return answer.status === 200;
        });
      });
    }

    await steps.step('every call was answered meanwhile', () => witness.answered());
    await steps.step('every call is recorded once', () => witness.recorded(database));
    await steps.step('replicas were left alone', async () => {
      const there = await place.running(folder);
      const after = there.map(({ id }) => id).sort();
      expect(before.length === 2 && JSON.stringify(before) === JSON.stringify(after), 'others run now', { before, after });
      const { items } = await team.ada.get(`${team.o}/servers/apart/deployment/replicas`);
      expect(items.length === 2 && items.every((row) => row.state === 'ready' && there.some((one) => place.isOf(one, row))), 'the hub says otherwise', items);
    });
    await steps.step('a new version is served as before', async () => {
      for (const slug of ['inside', 'apart']) {
        await team.ada.post(`${team.o}/servers/${slug}/versions`);
        await team.deploy(slug, { version: '2' });
        await team.settled(slug);
      }
    });
    await steps.step('the hub ends well', async () => {
      const ended = await hub.stop();
      expect(ended.every(({ code }) => code === 0), 'it does not', ended);
    });
  });
}
