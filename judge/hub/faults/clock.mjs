// The clock of a hub's machine jumps by hours, forward and back, while it serves: calls go on, nobody is locked out, leases are not lost
// for hours, and what is kept stays. The clock is a real process's own, moved by libfaketime.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { document } from '../lib/faulty.mjs';
import { Stream } from '../lib/sse.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

const PASSWORD = 'wPz7!kestrel-Orchid-19';
/** Calls in a minute, which are used up before each jump. */
const LIMIT = 30;
/** Hours from the real time, one after another. */
const JUMPS = [6, 0];
const MORE = [-6, 0, 20, 0, -20, 0, 20, -20, 0];

function library() {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime')) : [];
  return folders.map((folder) => join(folder, 'libfaketimeMT.so.1')).find((file) => existsSync(file));
}

export async function clock({ steps, binary, isShort, place }) {
  const there = library();
  if (!there) {
    await steps.step('a clock that jumps', () => { throw new Skip('libfaketime is missing (judge/services.sh)'); });
    return;
  }
  let file;
  const set = (hours) => writeFileSync(file, `${hours < 0 ? '' : '+'}${hours}h\n`);
  const settings = { ...place.settings, LD_PRELOAD: there, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' };
  const around = (folder) => {
    file = join(folder, 'clock');
    settings.FAKETIME_TIMESTAMP_FILE = file;
    set(0);
  };
  await withHub(steps, 'clock', binary, { settings, around, host: place.host }, async ({ folder, hub, database, upstream, team, api }) => {
    await team.serve('inside', api);
    await team.server('apart', api);
    await team.deploy('apart', { target: place.target });
    await team.settled('apart');
    await team.serve('limited', api, { calls_per_minute: LIMIT });
    const { key } = await team.key('caller');
    const witness = new Witness({ inside: { url: team.url('inside'), key, tool: 'fine' }, apart: { url: team.url('apart'), key, tool: 'fine' } }).start();
    const someone = await team.rest.post('/sessions', { email: 'ada@example.com', password: PASSWORD });
    let refresh = someone.refresh_token;
    const limited = () => call(team.url('limited'), key, 'fine');
    let number = 1;
    let last = 0;

    for (const [turn, hours] of (isShort ? JUMPS : [...JUMPS, ...MORE]).entries()) {
      const title = (what) => `from ${last} h to ${hours} h: ${what}`;
      // What is held, counted and begun at this moment is of a clock that is wrong a moment later.
      for (let used = 0; used < 2 * LIMIT; used += 1) await limited();
      const feed = await Stream.open(`${hub.apis[0].url}/api/v1${team.o}/live?kind=call`, { authorization: `Bearer ${team.ada.token}` });
      const [one] = await place.running(folder);
      number += 1;
      await team.freeze('inside', api, `version ${number}`);
      const before = await database.rows('SELECT (SELECT COALESCE(SUM(calls), 0) FROM call_packs) AS calls, (SELECT COUNT(*) FROM events) AS events, (SELECT COUNT(*) FROM sessions) AS sessions, (SELECT COUNT(*) FROM logs) AS logs');
      set(hours);

      await steps.step(title('a deployment is settled'), async () => {
        await team.deploy('inside', { version: String(number) });
        await team.settled('inside');
      });
      // Not each time: one that ends again and again is started less and less often.
      if (turn % 3 === 0) {
        await steps.step(title('a replica that ended is replaced'), async () => {
          place.kill(one);
          await until(60, 'another one', async (shown) => { const now = await place.running(folder); shown(now); return now.length === 1 && now[0].id !== one.id; });
        });
      } else {
        await steps.step(title('a replica is left alone'), async () => {
          const now = await place.running(folder);
          expect(now.length === 1 && now[0].id === one.id, 'it is not', { one, now });
        });
      }
      await steps.step(title('a caller whose calls were used up gets new ones'), () => until(20, 'a call that is let through', async (shown) => {
        const answer = await limited();
        shown(answer.words);
        return answer.result?.isError === false;
      }));
      await steps.step(title('whoever was signed in still is, once they have refreshed'), async () => {
        const again = await team.rest.post('/sessions/refresh', { refresh_token: refresh });
        refresh = again.refresh_token;
        const me = await team.rest.as(again.access_token).send('GET', '/me');
        expect(me.status === 200, 'the new token does not work', me.body);
        const listed = await call(team.url('inside'), again.access_token, 'fine');
        expect(listed.status === 200, 'the gateway does not take it', listed.text);
      });
      await steps.step(title('a document is compiled'), () => team.api(document(upstream.base)));
      await steps.step(title('the live feed goes on'), async () => {
        const isNew = ({ data }) => Math.abs(Date.parse(data.data.at) - Date.now() - hours * 3_600_000) < 60_000;
        await until(30, 'that a call of after the jump is told', (shown) => { shown(feed.events.at(-1)); return feed.events.some(isNew); });
        await feed.close();
      });
      await steps.step(title('what was kept still is'), async () => {
        const after = await database.rows('SELECT (SELECT COALESCE(SUM(calls), 0) FROM call_packs) AS calls, (SELECT COUNT(*) FROM events) AS events, (SELECT COUNT(*) FROM sessions) AS sessions, (SELECT COUNT(*) FROM logs) AS logs');
        const less = Object.keys(after[0]).filter((name) => Number(after[0][name]) < Number(before[0][name]));
        expect(less.length === 0, 'there is less', { before, after });
      });
      last = hours;
    }

    await steps.step('every call was answered meanwhile', () => witness.answered());
    await steps.step('every call is recorded once', () => witness.recorded(database));

    await steps.step('killed while its clock is ahead, and started when it is right: everything is taken over', async () => {
      set(6);
      await team.ada.put(`${team.o}/servers/inside/deployment`, { version: '1' });
      // Long enough for its leases to be of that clock.
      await sleep(6_000);
      await hub.processes[0].kill();
      set(0);
      await hub.processes[0].start();
      await team.settled('apart');
      await team.settled('inside');
      await until(100, 'a replica', async (shown) => { const now = await place.running(folder); shown(now); return now.length === 1; });
      await until(30, 'a call', async (shown) => {
        const answer = await call(team.url('apart'), key, 'fine').catch((error) => ({ text: String(error) }));
        shown(answer.text);
        return answer.result?.isError === false;
      });
    });
  });
}
