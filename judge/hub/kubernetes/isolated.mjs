// An attack from within a server's pod: what it reaches is its upstream and the cluster's names, and nothing else. Whatever it is not to reach
// listens at addresses of this machine, so that nothing leaves it.

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

import { withHub } from '../lib/bench.mjs';
import { CONNECT } from '../lib/connect.mjs';
import { expect } from '../lib/steps.mjs';

/** Where clouds answer with credentials: for the time of this test it is this machine. */
const METADATA = '169.254.169.254';

function listen(host) {
  const server = createServer((socket) => { socket.on('error', () => {}); socket.end('not yours'); });
  return new Promise((resolve, reject) => { server.once('error', reject); server.listen(0, host, () => resolve(server)); });
}

export async function isolated({ steps, binary, cluster, settings }) {
  spawnSync('ip', ['address', 'add', `${METADATA}/32`, 'dev', 'mcphub']);
  const [secret, metadata] = await Promise.all([listen(cluster.host), listen(METADATA)]);
  try {
    await withHub(steps, 'isolated', binary, { settings, host: cluster.host }, async ({ team, api, upstream }) => {
      const ids = {};
      for (const slug of ['mine', 'theirs']) {
        ids[slug] = (await team.server(slug, api)).id;
        await team.deploy(slug, { target: 'kubernetes' });
      }
      for (const slug of ['mine', 'theirs']) await team.settled(slug);
      const [mine] = cluster.ready(ids.mine);
      const [theirs] = cluster.ready(ids.theirs);
      const process = cluster.process(mine.metadata.name);
      const attack = (...places) => {
        const { stdout, stderr } = spawnSync('nsenter', ['-t', String(process), '-n', 'python3', '-c', CONNECT, JSON.stringify(places)], { encoding: 'utf8' });
        expect(stdout, 'nothing was tried', stderr);
        return JSON.parse(stdout);
      };
      const upstreamPort = Number(new URL(upstream.base).port);
      await steps.step('it reaches its upstream, and the cluster\'s names', () => {
        const found = attack([cluster.host, upstreamPort], ['10.252.0.10', 53]);
        expect(Object.values(found).every((what) => what === 'connected'), 'it does not', found);
      });
      await steps.step('it reaches no other server, no other port of its upstream\'s host, no metadata, no API server', () => {
        const found = attack([theirs.status.podIP, 8080], [cluster.host, secret.address().port], [METADATA, metadata.address().port], [cluster.host, 6443], ['10.252.0.1', 443]);
        expect(!Object.values(found).includes('connected'), 'something can be reached', found);
      });
      await steps.step('nobody but gateways reaches it: not even a pod in its own namespace', () => {
        const other = cluster.process(theirs.metadata.name);
        const { stdout } = spawnSync('nsenter', ['-t', String(other), '-n', 'python3', '-c', CONNECT, JSON.stringify([[mine.status.podIP, 8080]])], { encoding: 'utf8' });
        expect(!Object.values(JSON.parse(stdout)).includes('connected'), 'it can be reached', stdout);
      });
      await steps.step('it has no token of the cluster\'s, and may do nothing more than nobody', () => {
        const { spec } = mine;
        const [{ securityContext: rights }] = spec.containers;
        expect(spec.automountServiceAccountToken === false && !JSON.stringify(spec.volumes).includes('serviceAccountToken'), 'it has a token', spec.volumes);
        expect(rights.readOnlyRootFilesystem && rights.allowPrivilegeEscalation === false && rights.capabilities.drop.join() === 'ALL' && spec.securityContext.runAsNonRoot, 'it may do more', rights);
      });
      for (const slug of ['mine', 'theirs']) {
        await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
        await team.settled(slug, 'stopped');
      }
    });
  } finally {
    for (const server of [secret, metadata]) server.close();
    spawnSync('ip', ['address', 'delete', `${METADATA}/32`, 'dev', 'mcphub']);
  }
}
