// As many containers as there is to do: up under load, down when it ends, none when nobody calls; and no call is lost on the way.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { running } from './containers.mjs';

const QUIET = 6;

export async function scaled({ steps, binary, docker, settings, isShort }) {
  await withHub(steps, 'scaled', binary, { settings }, async ({ team, api }) => {
    const made = await team.server('scaled', api);
    const { key } = await team.key('caller');
    const there = () => running(docker, made.id).length;
    await steps.step('it begins with one, and with none once nobody called', async () => {
      await team.deploy('scaled', { target: 'docker', scaling: { min: 0, max: 4, calls: 4, quiet_seconds: QUIET } });
      await team.settled('scaled');
      await until(30, 'the end of the last container', () => there() === 0);
      const { state, message } = await team.ada.get(`${team.o}/servers/scaled/deployment`);
      expect(state === 'running' && message === '', 'it does not look well asleep', { state, message });
    });
    await steps.step('the first call wakes it, and is answered', async () => {
      const times = [];
      for (let round = 0; round < (isShort ? 1 : 5); round += 1) {
        const began = performance.now();
        const answer = await call(team.url('scaled'), key, 'fine');
        times.push(Math.round(performance.now() - began));
        expect(answer.result?.isError === false, 'it is not answered', answer.text);
        expect(there() === 1, 'there is another number of containers', there());
        await until(30, 'its sleep', () => there() === 0);
      }
      console.log(`     the first call took ${times.join(', ')} ms`);
    });
    await steps.step('many first calls at the same time are all answered', async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, () => call(team.url('scaled'), key, 'fine')));
      const failed = answers.filter(({ result }) => result?.isError !== false);
      expect(failed.length === 0, `${failed.length} of 30 are not`, failed[0]?.text);
    });
    await steps.step('load up: containers up; load down: containers down; no call lost', async () => {
      await until(60, 'no container', () => there() === 0);
      const seen = [];
      let most = 0;
      const watching = setInterval(() => { const now = there(); most = Math.max(most, now); seen.push(now); }, 500);
      const load = new Load(() => ({ url: team.url('scaled'), key, tool: 'fine' }), { name: 'scaled', width: 24, pause: 0 }).start();
      await until(40, 'four containers', () => there() === 4);
      await sleep(isShort ? 2_000 : 10_000);
      const { failures: lost, answered } = await load.end();
      await until(60, 'no container', () => there() === 0);
      clearInterval(watching);
      console.log(`     ${answered.length} calls; containers, twice a second: ${seen.join(' ')}`);
      expect(most === 4, `there were ${most} at most`);
      expect(lost.length === 0, `${lost.length} calls were lost`, lost[0]);
    });
    await team.ada.delete(`${team.o}/servers/scaled/deployment`);
    await team.settled('scaled', 'stopped');
  });
}
