// A hub that the chart installed and whose master key and credentials are in a real Vault: pods sign in with tokens of their account that are for Vault alone.

import { connect, createServer } from 'node:net';

import { call } from '../hub/lib/caller.mjs';
import { keyed } from '../hub/lib/keyed.mjs';
import { Skip, expect, sleep, until } from '../hub/lib/steps.mjs';
import { Team } from '../hub/lib/team.mjs';
import { Vault } from '../hub/lib/vault.mjs';
import { NAMESPACE } from './place.mjs';
import { FULL, Release, ROLES } from './release.mjs';

const WORDS = { 'key-of-the-first-day': 'opened by the first', 'key-of-the-second-day': 'opened by the second' };
const MASTER_KEY = Buffer.alloc(32, 9).map((_, at) => at * 7 + 3).toString('base64');
const REVIEWER = 'hub-chart-reviewer';

/** Where pods reach what listens on loopback; answers the port, and how it ends. */
async function reachable(host, port) {
  const open = new Set();
  const server = createServer((socket) => {
    const other = connect(port, '127.0.0.1');
    for (const [one, to] of [[socket, other], [other, socket]]) {
      open.add(one);
      one.once('close', () => { open.delete(one); to.destroy(); });
      one.once('error', () => one.destroy());
      one.pipe(to);
    }
  });
  await new Promise((done) => { server.listen(0, host, done); });
  return { port: server.address().port, stop: () => { for (const one of open) one.destroy(); server.close(); } };
}

/** Vault has the cluster's API server review tokens, and knows both accounts of the release. */
async function prepare(vault, cluster) {
  cluster.run('create', 'serviceaccount', 'reviewer', '-n', NAMESPACE);
  cluster.try(['delete', 'clusterrolebinding', REVIEWER]);
  cluster.run('create', 'clusterrolebinding', REVIEWER, '--clusterrole', 'system:auth-delegator', '--serviceaccount', `${NAMESPACE}:reviewer`);
  const [{ cluster: of }] = JSON.parse(cluster.run('config', 'view', '--raw', '-o', 'json')).clusters;
  await vault.write('auth/kubernetes/config', {
    kubernetes_host: of.server, kubernetes_ca_cert: Buffer.from(of['certificate-authority-data'], 'base64').toString('utf8'),
    token_reviewer_jwt: cluster.run('create', 'token', 'reviewer', '-n', NAMESPACE, '--duration', '1h'), disable_local_ca_jwt: true,
  });
  await vault.policy('hub', { 'secret/data/mcphub': ['read'], 'secret/data/mcphub/*': ['read'] });
  await vault.write('auth/kubernetes/role/hub', {
    bound_service_account_names: [FULL, `${FULL}-deployment`], bound_service_account_namespaces: NAMESPACE, audience: 'vault', token_policies: ['hub'], token_ttl: '1m',
  });
  await vault.put('mcphub', { master_key: MASTER_KEY });
}

/** As judge/helm/values/vault.yaml has it, for this Vault. */
function values(host, port) {
  return [{
    masterKey: { vault: 'secret/mcphub#master_key' },
    extraVolumes: [{ name: 'vault-token', projected: { sources: [{ serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'token' } }] } }],
    extraVolumeMounts: [{ name: 'vault-token', mountPath: '/var/run/secrets/vault', readOnly: true }],
    networkPolicy: { extraEgress: [{ to: [{ ipBlock: { cidr: `${host}/32` } }], ports: [{ protocol: 'TCP', port }] }] },
  }, {
    secrets: { refresh_seconds: 2 },
    vault: { address: `http://${host}:${port}`, credentials: 'secret/mcphub/{organisation}', kubernetes: { role: 'hub', token_file: '/var/run/secrets/vault/token' } },
  }];
}

export async function vaulted({ steps, place, images, isKept }) {
  const vault = await Vault.start();
  if (vault.missing) {
    await steps.step('prepare', () => { throw new Skip(vault.missing); });
    return;
  }
  const ends = [() => vault.stop()];
  try {
    const release = await Release.begin(place, images);
    ends.push(() => release.end({ isKept, isFailed: steps.failed > 0 }));
    const { cluster } = place;
    const way = await reachable(cluster.host, Number(new URL(vault.address).port));
    ends.push(way.stop);
    const shop = await keyed(WORDS, cluster.host);
    ends.push(() => { shop.server.closeAllConnections(); shop.server.close(); }, () => cluster.try(['delete', 'clusterrolebinding', REVIEWER]));
    await prepare(vault, cluster);
    release.give(...values(cluster.host, way.port));
    await used({ steps, place, cluster, release, vault, shop });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function used({ steps, place, cluster, release, vault, shop }) {
  let [team, key] = [];
  const says = async () => (await call(team.url('shop'), key, 'pet')).words ?? '';
  await steps.step('helm install: every role starts with the master key that is in Vault', async () => {
    await release.install();
    await release.whole();
    const paths = vault.asked().map(({ path }) => path);
    const logins = paths.filter((path) => path === 'auth/kubernetes/login').length;
    const readings = paths.filter((path) => path === 'secret/data/mcphub').length;
    expect(logins >= 2 * ROLES.length && readings >= 2 * ROLES.length, 'not every pod signed in and read it', [logins, readings]);
    const names = place.objects('secrets').map(({ metadata }) => metadata.name).filter((name) => !name.startsWith('sh.helm'));
    expect(names.join() === 'database,redis', 'there are other Secrets', names);
  });
  await steps.step('a credential in Vault is read, and calls are made with it', async () => {
    const hub = { apis: [{ url: release.address('api') }], gateways: [{ url: release.address('gateway') }], setupToken: release.setupToken() };
    team = await Team.begin(hub);
    const api = await team.api(shop.document);
    await vault.put(`mcphub/${team.id}/petstore`, { token: 'key-of-the-first-day' });
    await team.ada.put(`${team.o}/apis/${api}/credentials/key`, { source: { vault: { path: 'petstore', key: 'token' } } });
    await team.server('shop', api);
    ({ key } = await team.key('caller'));
    await team.deploy('shop', { target: 'embedded' });
    await team.settled('shop');
    await until(30, 'a call with it', async () => (await says()).includes('opened by the first'));
  });
  if (!key) return;
  await steps.step('changed in Vault, it is used soon, by each gateway', async () => {
    await vault.put(`mcphub/${team.id}/petstore`, { token: 'key-of-the-second-day' });
    const began = Date.now();
    await until(30, 'a call with it', async () => (await says()).includes('opened by the second'));
    console.log(`     in use after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await sleep(3_000);
    for (let turn = 0; turn < 10; turn += 1) expect((await says()).includes('opened by the second'), 'a gateway uses the one before');
  });
  await steps.step('Vault is sealed: calls go on; a pod that starts waits until it is opened', async () => {
    await vault.seal();
    const [{ metadata: { name } }] = place.ready('gateway');
    cluster.run('delete', 'pod', name, '-n', NAMESPACE, '--wait=false');
    for (let turn = 0; turn < 10; turn += 1) {
      expect((await says()).includes('opened by the second'), 'a call fails');
      await sleep(1_000);
    }
    expect(place.ready('gateway').length === 1, 'the new pod is ready without a master key');
    await vault.unseal();
    await release.whole(240);
    expect((await says()).includes('opened by the second'), 'a call fails');
  });
  await steps.step('no pod has a secret of Vault in its description, and no log shows one', () => {
    const told = ROLES.map((role) => cluster.run('logs', '-n', NAMESPACE, '-l', `app.kubernetes.io/component=${role}`, '--tail=-1')).join('\n');
    const described = cluster.run('get', 'pods,configmaps,deployments', '-n', NAMESPACE, '-o', 'json');
    for (const secret of [MASTER_KEY, ...Object.keys(WORDS), vault.root]) expect(!told.includes(secret) && !described.includes(secret), 'it does');
  });
}
