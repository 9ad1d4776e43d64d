// Replicas that are killed, that hang, that are killed all at once: others answer in their place or callers wait until there is one, whoever was being
// answered is told why not, and there are soon as many as there should be.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

/** What a call may take. */
const SECONDS = 5;
/** Ends a server's replica that hangs; pods get the time that they may take to end, and nobody knows that these do not use it. */
const HUNG = { process: 40, docker: 40, kubernetes: 150 };

export async function replicas({ steps, binary, isShort, place }) {
  const { settings, host, target } = place;
  await withHub(steps, 'replicas', binary, { settings, host }, async ({ folder, team, api }) => {
    const { key } = await team.key('caller');
    for (const [slug, count] of [['two', 2], ['alone', 1]]) {
      await team.server(slug, api, { call_seconds: SECONDS });
      await team.deploy(slug, { target, replicas: count });
      await team.settled(slug);
    }
    const rows = async (slug) => (await team.ada.get(`${team.o}/servers/${slug}/deployment/replicas`)).items;
    /** Replicas of a server that run and that the hub calls ready. */
    const ready = async (slug) => {
      const [all, known] = [await place.running(folder), await rows(slug)];
      return all.filter((one) => known.some((row) => row.state === 'ready' && place.isOf(one, row)));
    };
    const replaced = (slug, count, gone, seconds = 60) => until(seconds, `${count} other replicas`, async (shown) => {
      const now = await ready(slug);
      shown({ gone, now, rows: await rows(slug) });
      return now.length === count && gone.every(({ id }) => now.every((one) => one.id !== id));
    });
    /** Somebody calls until `body` is over. */
    const under = async (slug, body) => {
      const load = new Load(() => ({ url: team.url(slug), key, tool: 'fine' }), { name: slug, width: 4, pause: 20 }).start();
      try { await body(); } finally { await load.end(); }
      console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
      return load;
    };
    const well = ({ failures }) => expect(failures.length === 0, `${failures.length} calls are lost`, failures.slice(0, 3));

    for (let round = 1; round <= (isShort ? 1 : 4); round += 1) {
      await steps.step(`one of two is killed: the other one answers, and there are two again (${round})`, async () => {
        well(await under('two', async () => {
          const [one] = await ready('two');
          await sleep(500);
          place.kill(one);
          await replaced('two', 2, [one], 90);
          await sleep(500);
        }));
      });
    }
    await steps.step('the only one is killed: callers wait for the next one', async () => {
      well(await under('alone', async () => {
        const [one] = await ready('alone');
        await sleep(500);
        place.kill(one);
        await replaced('alone', 1, [one]);
        await sleep(500);
      }));
    });
    await steps.step('both are killed during calls: whoever changes something is told that it is not known, the others are answered or told why not', async () => {
      const gone = await ready('two');
      const asked = ['order', 'slow'].map((tool) => call(team.url('two'), key, tool));
      await sleep(1_000);
      for (const one of gone) place.kill(one);
      const [order, slow] = await Promise.all(asked);
      expect(order.result?.isError && /whether the call came through is not known/.test(order.words), 'a change is told otherwise', order.text);
      expect(slow.result?.isError && /process|did not answer within/.test(slow.words), 'a question is told otherwise', slow.text);
      await replaced('two', 2, gone, 90);
      const answer = await until(20, 'a call', async (shown) => { const one = await call(team.url('two'), key, 'fine'); shown(one.text); return one.result?.isError === false && one; });
      expect(answer, 'no call is answered');
    });
    await steps.step('one of two hangs: callers are told in time, it is ended, and there are two again', async () => {
      const [one] = await ready('two');
      const load = await under('two', async () => {
        await sleep(500);
        place.hold(one);
        await replaced('two', 2, [one], HUNG[target]);
      });
      // Those that it had when it began to hang: at most as many as there are callers, for as long as it is not known.
      expect(load.failures.every((failure) => /did not answer within/.test(failure)), 'calls fail for another reason', load.failures.find((failure) => !/did not answer within/.test(failure)));
      expect(load.slowest < (SECONDS + 8) * 1_000, `a caller waited ${Math.round(load.slowest)} ms`);
      expect(load.failures.length * 10 < load.answered.length, `${load.failures.length} of ${load.next} calls were not answered`);
    });
    await steps.step('why replicas ended is in the server\'s log', () => until(20, 'lines that say so', async (shown) => {
      const { items } = await team.ada.get(`${team.o}/servers/two/logs?limit=200`);
      const said = items.filter(({ message }) => /replica|process|container|pod/.test(message)).map(({ message }) => message);
      shown(said.length > 0 ? said.slice(0, 5) : items.slice(0, 5));
      return said.some((message) => /ended|killed|status 137|signal/.test(message));
    }));
    await steps.step('stopped: nothing of them is left', async () => {
      for (const slug of ['two', 'alone']) {
        await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
        await team.settled(slug, 'stopped');
      }
      await until(90, 'nothing to be left', async (shown) => {
        const left = await place.left(folder);
        shown(left);
        return Object.values(left).every((list) => list.length === 0);
      });
    });
  });
}
