// As many pods as there is to do: the cluster's autoscaler adds some under load and takes them away again; none runs while nobody calls, and the
// first call brings one back.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, until } from '../lib/steps.mjs';

export async function scaled({ steps, binary, cluster, settings }) {
  // So that a small load is a large part of what a pod asked for.
  const small = { ...settings, MCPHUB__KUBERNETES__PROCESSOR_REQUEST: '10' };
  await withHub(steps, 'scaled', binary, { settings: small, host: cluster.host }, async ({ team, api }) => {
    const { id } = await team.server('scaled', api);
    const { key } = await team.key('caller');
    const there = () => cluster.ready(id).length;
    await steps.step('the cluster is told how many there may be', async () => {
      await team.deploy('scaled', { target: 'kubernetes', scaling: { min: 0, max: 3, calls: 4, quiet_seconds: 20 } });
      await team.settled('scaled');
      const [{ spec }] = cluster.of(id, 'hpa');
      expect(spec.minReplicas === 1 && spec.maxReplicas === 3 && spec.behavior.scaleDown.stabilizationWindowSeconds === 20, 'it is told something else', spec);
    });
    await steps.step('load up: pods up; load down: pods down, to none; no call lost', async () => {
      const load = new Load(() => ({ url: team.url('scaled'), key, tool: 'fine' }), { name: 'scaled', width: 8, pause: 0 }).start();
      try {
        await until(180, 'three pods', (show) => { show(cluster.of(id, 'hpa')[0]?.status); return there() === 3; });
      } finally {
        await load.end();
      }
      console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
      expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures[0]);
      await until(180, 'no pod', () => cluster.pods(id).length === 0);
      const { state } = await team.ada.get(`${team.o}/servers/scaled/deployment`);
      expect(state === 'running' && cluster.of(id, 'hpa').length === 0, 'it does not look well asleep', state);
    });
    await steps.step('the first call wakes it, and is answered', async () => {
      const began = performance.now();
      const answer = await call(team.url('scaled'), key, 'fine');
      console.log(`     the first call took ${Math.round(performance.now() - began)} ms`);
      expect(answer.result?.isError === false, 'it is not answered', answer.text);
      expect(there() === 1, 'there is another number of pods', there());
    });
    await team.ada.delete(`${team.o}/servers/scaled/deployment`);
    await team.settled('scaled', 'stopped');
  });
}
