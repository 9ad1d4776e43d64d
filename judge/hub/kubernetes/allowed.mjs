// What the doctor says of a cluster: to somebody who may do everything there, to somebody who may do nothing, and to somebody who lacks one thing.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { withHub } from '../lib/bench.mjs';
import { expect } from '../lib/steps.mjs';

const SPACE = 'judge-allowed';

export async function allowed({ steps, binary, cluster, settings }) {
  await withHub(steps, 'allowed', binary, { settings, host: cluster.host }, async ({ hub, folder }) => {
    const doctor = (more = {}) => {
      const { status, stdout, stderr } = spawnSync(hub.binary, ['doctor'], { cwd: hub.folder, env: { PATH: process.env.PATH, ...hub.settings, ...more }, encoding: 'utf8', timeout: 60_000 });
      const said = `${stdout}${stderr}`.split('\n').find((line) => line.includes('kubernetes:')) ?? '';
      console.log(`     ${said.slice(0, 300)}`);
      return { status, said };
    };
    /** The same cluster as somebody else. */
    const as = (user) => {
      const config = JSON.parse(cluster.run('config', 'view', '--raw', '--flatten', '-o', 'json'));
      for (const one of config.users) one.user.as = user;
      const file = join(folder, `${user.replaceAll(':', '-')}.json`);
      writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
      return { MCPHUB__KUBERNETES__KUBECONFIG: file };
    };
    await steps.step('who may do everything is told so', () => {
      const { status, said } = doctor();
      expect(status === 0 && said.includes('lets the hub do what it has to'), 'it is something else', said);
    });
    await steps.step('who may do nothing is told what it would take', () => {
      const { status, said } = doctor(as('somebody'));
      expect(status === 1 && ['create deployments.apps', 'get pods/log', 'create namespaces'].every((deed) => said.includes(deed)), 'it is something else', said);
    });
    await steps.step('who lacks one thing is told that alone', () => {
      const resources = ['services', 'configmaps', 'serviceaccounts', 'secrets', 'deployments.apps', 'horizontalpodautoscalers.autoscaling', 'poddisruptionbudgets.policy', 'networkpolicies.networking.k8s.io', 'pods', 'pods/log'];
      cluster.run('create', 'namespace', SPACE);
      try {
        cluster.run('create', 'role', 'most', '-n', SPACE, '--verb=get,list,watch,create,patch,delete', ...resources.map((resource) => `--resource=${resource}`));
        cluster.run('create', 'rolebinding', 'most', '-n', SPACE, '--role=most', '--user=almost');
        const { status, said } = doctor({ ...as('almost'), MCPHUB__KUBERNETES__NAMESPACE: SPACE });
        expect(status === 1 && said.endsWith(`does not let the hub in ${SPACE}: list events`), 'it is something else', said);
      } finally {
        cluster.run('delete', 'namespace', SPACE, '--wait=false');
      }
    });
  });
}
