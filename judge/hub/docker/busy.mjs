// As many containers, or processes, as the processor time asks for that calls take: calls alone would need one.

import { withHub } from '../lib/bench.mjs';
import { Load } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { running } from './containers.mjs';

const QUIET = 6;
/** Percent of a processor that a container may use. It and the targets are so low that a few callers are too many also where the machine has much else to do. */
const SHARE = 20;

export async function busy({ steps, binary, docker, settings }) {
  await withHub(steps, 'busy', binary, { settings: { ...settings, MCPHUB__DOCKER__PROCESSOR_PERCENT: String(SHARE) } }, async ({ team, api }) => {
    const { key } = await team.key('caller');
    const ready = async (name) => (await team.ada.get(`${team.o}/servers/${name}/deployment/replicas`)).items.filter(({ state }) => state === 'ready').length;
    for (const [name, target, percent] of [['busy', 'docker', 5], ['working', 'process', 1]]) {
      await steps.step(`${target}: work up, replicas up; work down, replicas down; calls alone would need one; no call lost`, async () => {
        const made = await team.server(name, api);
        await team.deploy(name, { target, scaling: { min: 1, max: 3, calls: 10_000, cpu_percent: percent, quiet_seconds: QUIET } });
        await team.settled(name);
        await until(30, 'the first one', async () => (await ready(name)) === 1);
        await sleep(QUIET * 2_000);
        expect((await ready(name)) === 1, 'there are more although nobody calls', await ready(name));
        const began = Date.now();
        const load = new Load(() => ({ url: team.url(name), key, tool: 'fine' }), { name, width: 8, pause: 0 }).start();
        let up;
        try {
          await until(60, 'three of them', async () => (await ready(name)) === 3);
          up = Date.now() - began;
          if (target === 'docker') expect(running(docker, made.id).length === 3, 'there is another number of containers');
        } finally {
          await load.end();
        }
        const { failures: lost, answered } = load;
        const ended = Date.now();
        await until(60, 'one of them', async () => (await ready(name)) === 1);
        console.log(`     ${answered.length} calls; three after ${up} ms, one ${Date.now() - ended} ms after the last call`);
        expect(lost.length === 0, `${lost.length} calls were lost`, lost[0]);
      });
      await team.ada.delete(`${team.o}/servers/${name}/deployment`);
      await team.settled(name, 'stopped');
    }
  });
}
