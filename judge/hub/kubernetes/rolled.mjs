// One server as pods: it is called, rolled, tried out with some callers and rolled back while somebody calls; nodes are drained, pods evicted
// and killed; and at the end nothing is left of it.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';

export async function rolled({ steps, binary, cluster, settings, isShort }) {
  await withHub(steps, 'kubernetes', binary, { settings, host: cluster.host }, async ({ hub, team, api }) => {
    const { key } = await team.key('caller');
    const path = `${team.o}/servers/pods`;
    const { id } = await team.ada.post(`${team.o}/servers`, { name: 'pods', slug: 'pods', design: { sources: [{ api }] } });
    for (const words of ['version 1', 'version 2']) await team.freeze('pods', api, words);
    const versions = new Map((await team.ada.all(`${path}/versions`)).map(({ number, id: version }) => [number, version]));
    const running = () => cluster.ready(id).map(({ metadata }) => metadata.name).sort();
    const ofVersion = (number) => cluster.pods(id).filter(({ metadata }) => metadata.labels['mcphub.dev/version'] === versions.get(number)).length;
    const fine = async () => {
      const answer = await call(team.url('pods'), key, 'fine');
      expect(answer.result?.isError === false, 'a call fails', answer.text);
    };
    /** Somebody calls until `body` is over; every call has to be answered. */
    const under = async (body) => {
      const load = new Load(() => ({ url: team.url('pods'), key, tool: 'fine' }), { name: 'pods', width: 4, pause: 20 }).start();
      try { await body(); } finally { await load.end(); }
      console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
      expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures[0]);
    };

    await steps.step('it is served by two pods', async () => {
      await team.ada.put(`${path}/deployment`, { target: 'kubernetes', version: '1', replicas: 2 });
      await team.settled('pods');
      await fine();
      expect(running().length === 2, 'there are not two', running());
    });
    await steps.step('its objects are all there', () => {
      const kinds = cluster.left(id).map((name) => name.split('/')[0]).sort().join();
      expect(kinds === 'configmaps,deployments,networkpolicies,pdb,pods,pods,secrets,serviceaccounts,services', 'they are others', cluster.left(id));
      const [{ metadata: { namespace } }] = cluster.of(id, 'deployments');
      for (const kind of ['resourcequota', 'limitrange', 'networkpolicy/mcphub-default-deny']) cluster.run('get', kind, '-n', namespace);
    });
    await steps.step('a newer version takes over while somebody calls', () => under(async () => {
      await team.ada.put(`${path}/deployment`, { version: '2' });
      await team.settled('pods');
      await until(60, 'the end of the older version', () => ofVersion(1) === 0);
      await sleep(2_000);
    }));
    await steps.step('it is rolled back while somebody calls', () => under(async () => {
      await team.ada.post(`${path}/deployment/rollback`);
      await team.settled('pods');
      await until(60, 'the end of the newer version', () => ofVersion(2) === 0);
    }));
    await steps.step('some callers get the newer version, and then all do', () => under(async () => {
      await team.ada.put(`${path}/deployment`, { version: '1', canary: { version: '2', percent: 50 } });
      await team.settled('pods');
      expect(ofVersion(1) === 2 && ofVersion(2) === 2, 'there are not two of each', [ofVersion(1), ofVersion(2)]);
      await sleep(2_000);
      await team.ada.post(`${path}/deployment/promotion`);
      await team.settled('pods');
      await until(60, 'the end of the older version', () => ofVersion(1) === 0);
    }));
    await steps.step('pods are evicted one after the other: no call is lost', () => under(async () => {
      for (const name of running()) {
        const [{ metadata: { namespace } }] = cluster.of(id, 'deployments');
        const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
        await until(60, `the eviction of ${name}`, () => cluster.try(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], JSON.stringify(eviction)).ok);
        await until(60, 'two other pods', () => running().length === 2 && !running().includes(name));
      }
    }));
    await steps.step('a node is drained: its pods move, and no call is lost', () => under(async () => {
      const [{ spec: { nodeName } }] = cluster.ready(id);
      await cluster.asked('drain', nodeName, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s');
      try {
        await until(90, 'two pods elsewhere', () => cluster.ready(id).filter(({ spec }) => spec.nodeName !== nodeName).length === 2);
      } finally {
        cluster.run('uncordon', nodeName);
      }
    }));
    await steps.step('a hub that is killed leaves its pods, and goes on', async () => {
      const before = running().join();
      await hub.processes[0].kill();
      await hub.processes[0].start();
      await until(10, 'a gateway that is ready', async () => (await fetch(`${hub.processes[0].url}/readyz`)).ok);
      await under(() => sleep(isShort ? 3_000 : 16_000));
      expect(running().join() === before, 'pods were replaced');
    });
    await steps.step('a version that cannot start leaves the one before in place, and says why', async () => {
      // A pod that needs more than any node has.
      await hub.processes[0].stop();
      Object.assign(hub.processes[0].settings, { MCPHUB__KUBERNETES__IMAGE: 'mcphub.local/none:1' });
      await hub.processes[0].start();
      await team.ada.put(`${path}/deployment`, { version: '1' });
      const seen = await until(120, 'a state that says so', async () => {
        const now = await team.ada.get(`${path}/deployment`);
        return /ErrImageNeverPull|none:1/.test(now.message) && now;
      });
      expect(['degraded', 'failed'].includes(seen.state), 'its state does not say so', seen);
      await fine();
      await hub.processes[0].stop();
      delete hub.processes[0].settings.MCPHUB__KUBERNETES__IMAGE;
      await hub.processes[0].start();
      await team.settled('pods');
    });
    await steps.step('stopped: nothing of it is left', async () => {
      await team.ada.delete(`${path}/deployment`);
      await team.settled('pods', 'stopped');
      await until(90, 'nothing to be left', (show) => { const left = cluster.left(id); show(left); return left.length === 0; });
    });
    await steps.step('stopped and deleted at once: nothing of it is left', async () => {
      await team.ada.put(`${path}/deployment`, { target: 'kubernetes', version: '1', replicas: 1 });
      await team.settled('pods');
      await team.ada.delete(`${path}/deployment`);
      await until(30, 'leave to delete it', async () => (await team.ada.send('DELETE', path)).status < 300);
      await until(120, 'nothing to be left', (show) => { const left = cluster.left(id); show(left); return left.length === 0; });
    });
  });
}
