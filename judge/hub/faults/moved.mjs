// A server moves from one place to the next while it is called: from the gateway's process to processes, containers or pods of its own, between these, and
// back. Nothing but its target changes, no call is lost, and nothing of it is left where it was.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

export async function moved({ steps, binary, place, places }) {
  const processes = places.of('process', 'moved');
  // Everywhere that there is in this run, from and to the place that is tried.
  const others = place.target === 'process' ? [] : ['process', 'docker', 'kubernetes'].filter((target) => target !== place.target && !places.missing[target] && (target === 'process' || places.targets.includes(target)));
  const all = { [place.target]: place, process: place.target === 'process' ? place : processes };
  for (const target of others.filter((other) => !all[other])) all[target] = places.of(target, 'moved');
  const settings = Object.assign({}, ...Object.values(all).map((one) => one.settings));
  const host = Object.values(all).find((one) => one.host)?.host;
  const way = ['embedded', place.target, 'embedded', place.target, ...others.flatMap((other) => [other, place.target])];
  await withHub(steps, 'moved', binary, { settings, host }, async ({ folder, team, api, database }) => {
    const { key } = await team.key('caller');
    await team.server('moving', api);
    await team.deploy('moving', { target: 'embedded' });
    await team.settled('moving');
    const there = async (target) => (target === 'embedded' ? 0 : (await all[target].running(folder)).length);
    for (const [number, target] of way.entries()) {
      if (number === 0) continue;
      await steps.step(`from ${way[number - 1]} to ${target}: no call is lost, and it is there`, async () => {
        const load = new Load(() => ({ url: team.url('moving'), key, tool: 'fine' }), { name: `moving-${number}`, width: 4, pause: 20 }).start();
        try {
          await sleep(500);
          await team.deploy('moving', { target, ...(target === 'embedded' ? {} : { replicas: 2 }) });
          await team.settled('moving');
          await until(90, 'that it is there, and nowhere else', async (shown) => {
            const now = Object.fromEntries(await Promise.all(Object.keys(all).map(async (name) => [name, await there(name)])));
            shown(now);
            return Object.entries(now).every(([name, count]) => count === (name === target ? 2 : 0));
          });
          await sleep(500);
        } finally {
          await load.end();
        }
        console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
        expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures.slice(0, 3));
        await until(20, 'their records', async (shown) => { const missing = await load.unrecorded(database); shown(missing.slice(0, 5)); return missing.length === 0; });
      });
    }
    if (!all.kubernetes) {
      await steps.step(`from ${place.target} to a cluster that there is not: it says why, and goes on where it was, and then back`, async () => {
        const load = new Load(() => ({ url: team.url('moving'), key, tool: 'fine' }), { name: 'nowhere', width: 4, pause: 20 }).start();
        try {
          await team.deploy('moving', { target: 'kubernetes' });
          const seen = await until(30, 'why it cannot', async (shown) => { const now = await team.ada.get(`${team.o}/servers/moving/deployment`); shown(now); return now.state === 'failed' && now; });
          expect(/kubernetes\.enabled/.test(seen.message), 'it says something else', seen);
          expect((await there(place.target)) === 2, 'replicas are gone');
          await team.deploy('moving', { target: place.target });
          await team.settled('moving');
          await until(60, 'two replicas', async (shown) => { const now = await there(place.target); shown(now); return now === 2; });
        } finally {
          await load.end();
        }
        console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
        expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures.slice(0, 3));
      });
    }
    await steps.step('stopped: nothing of it is left anywhere', async () => {
      await team.ada.delete(`${team.o}/servers/moving/deployment`);
      await team.settled('moving', 'stopped');
      await until(90, 'nothing to be left', async (shown) => {
        const left = Object.assign({}, ...await Promise.all(Object.values(all).map((one) => one.left(folder))));
        shown(left);
        return Object.values(left).every((list) => list.length === 0);
      });
      const answer = await call(team.url('moving'), key, 'fine');
      expect(answer.status === 404, 'it is still called', answer.text);
    });
  });
  for (const one of Object.values(all)) if (one !== place) await one.clear();
}
