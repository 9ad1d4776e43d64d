// Others change what is ours, and add what is theirs; the API server goes and comes back: what we set is repaired, what is theirs is kept.

import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

export async function repaired({ steps, binary, cluster, settings }) {
  await withHub(steps, 'repaired', binary, { settings, host: cluster.host }, async ({ team, api }) => {
    const { key } = await team.key('caller');
    const { id } = await team.server('repaired', api);
    await team.deploy('repaired', { target: 'kubernetes', replicas: 2 });
    await team.settled('repaired');
    const [{ metadata: { name, namespace } }] = cluster.of(id, 'deployments');
    const [{ metadata: { name: server } }] = cluster.of(id, 'services');
    const get = (kind, which) => JSON.parse(cluster.run('get', kind, which, '-n', namespace, '-o', 'json'));

    await steps.step('somebody scales it by hand: it has two pods again', async () => {
      cluster.run('scale', 'deployment', name, '-n', namespace, '--replicas=4');
      await until(20, 'two replicas', () => get('deployment', name).spec.replicas === 2);
    });
    await steps.step('somebody opens its network policy: it is closed again', async () => {
      cluster.run('patch', 'networkpolicy', server, '-n', namespace, '--type=json', '-p', '[{"op":"replace","path":"/spec/ingress","value":[{}]}]');
      await until(20, 'the policy as it was', () => get('networkpolicy', server).spec.ingress[0]?.from?.length === 1);
    });
    await steps.step('somebody deletes its service and its secret: they are there again, with the same token', async () => {
      const before = get('secret', name).data['told.json'];
      cluster.run('delete', 'service', server, '-n', namespace);
      cluster.run('delete', 'secret', name, '-n', namespace);
      await until(20, 'both of them', () => cluster.try(['get', 'service', server, '-n', namespace]).ok && cluster.try(['get', 'secret', name, '-n', namespace]).ok);
      expect(get('secret', name).data['told.json'] === before, 'its pods are told something else');
    });
    await steps.step('somebody adds a label, an annotation and an environment variable of theirs: they are kept', async () => {
      cluster.run('label', 'deployment', name, '-n', namespace, 'team=blue');
      cluster.run('annotate', 'deployment', name, '-n', namespace, 'example.com/note=keep');
      cluster.run('scale', 'deployment', name, '-n', namespace, '--replicas=3');
      await until(20, 'two replicas', () => get('deployment', name).spec.replicas === 2);
      const { metadata } = get('deployment', name);
      expect(metadata.labels.team === 'blue' && metadata.annotations['example.com/note'] === 'keep', 'they are gone', metadata);
    });
    await steps.step('nothing is applied again and again', async () => {
      await until(60, 'two pods and no others', () => cluster.pods(id).length === 2 && cluster.ready(id).length === 2);
      await sleep(3_000);
      const before = get('deployment', name).metadata;
      await sleep(8_000);
      const after = get('deployment', name).metadata;
      expect(before.generation === after.generation && before.resourceVersion === after.resourceVersion, 'it was changed', [before.resourceVersion, after.resourceVersion]);
    });
    await steps.step('a secret that changes comes to the pods soon, without other pods', async () => {
      const before = cluster.ready(id).map(({ metadata }) => metadata.name).sort().join();
      const told = get('secret', name).data['told.json'];
      await team.ada.patch(`${team.o}/servers/repaired`, { settings: { call_seconds: 7 } });
      await until(20, 'another secret', () => get('secret', name).data['told.json'] !== told);
      await until(20, 'it in a pod', async () => {
        const answer = await call(team.url('repaired'), key, 'slow');
        return answer.words?.includes('7 s');
      });
      expect(cluster.ready(id).map(({ metadata }) => metadata.name).sort().join() === before, 'pods were replaced');
    });
    await steps.step('the API server is away and comes back: calls go on, and what changed meanwhile is done', async () => {
      const answers = [];
      await cluster.withoutServer(async () => {
        for (let count = 0; count < 20; count += 1) answers.push(await call(team.url('repaired'), key, 'fine'));
        await sleep(2_000);
      });
      expect(answers.every(({ result }) => result?.isError === false), 'a call fails', answers.find(({ result }) => result?.isError !== false)?.text);
      await team.deploy('repaired', { target: 'kubernetes', replicas: 3 });
      await until(90, 'three pods', () => { try { return cluster.ready(id).length === 3; } catch { return false; } });
      await team.settled('repaired');
    });
    await team.ada.delete(`${team.o}/servers/repaired/deployment`);
    await team.settled('repaired', 'stopped');
  });
}
