// A hub on a real cluster: installed, set up, used, hurt, upgraded, uninstalled.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Load, call } from '../hub/lib/caller.mjs';
import { CONNECT } from '../hub/lib/connect.mjs';
import { Faulty, document } from '../hub/lib/faulty.mjs';
import { expect, sleep, until } from '../hub/lib/steps.mjs';
import { Team } from '../hub/lib/team.mjs';
import { operated } from './operator.mjs';
import { NAMESPACE, chart } from './place.mjs';
import { FULL, PREFIX, RELEASE, ROLES, Release, processOf } from './release.mjs';

/** What a pod reaches of these places. */
function reached(pod, ...places) {
  const { stdout, stderr } = spawnSync('nsenter', ['-t', String(processOf(pod)), '-n', 'python3', '-c', CONNECT, JSON.stringify(places)], { encoding: 'utf8' });
  expect(stdout, 'nothing was tried', stderr);
  return Object.values(JSON.parse(stdout)).map((what) => what === 'connected');
}

export async function installed({ steps, place, images, isKept }) {
  const { cluster } = place;
  const release = await Release.begin(place, images);
  const upstream = await Faulty.start(cluster.host);
  try {
    await journey({ steps, place, cluster, release, upstream });
  } finally {
    release.end({ isKept, isFailed: steps.failed > 0 });
    await upstream.stop();
  }
}

async function journey({ steps, place, cluster, release, upstream }) {
  const { ports } = release.kept;
  let team;
  let key;
  let id;
  const fine = async () => {
    const answer = await call(team.url('pods'), key, 'fine');
    expect(answer.result?.isError === false, 'a call fails', answer.text);
  };
  /** Somebody calls until `body` is over; answers how many calls failed. */
  const under = async (body) => {
    const load = new Load(() => ({ url: team.url('pods'), key, tool: 'fine' }), { name: 'chart', width: 2, pause: 50 }).start();
    try { await body(); } finally { await load.end(); }
    console.log(`     ${load.answered.length} calls answered, ${load.failures.length} not, the slowest in ${Math.round(load.slowest)} ms`);
    return load;
  };

  await steps.step('helm install: two pods of each of the five roles are ready', async () => {
    await release.install();
    await release.whole();
  });
  await steps.step('one of them migrated, and none was started again', () => {
    const restarts = ROLES.flatMap((role) => place.pods(role).map(({ metadata, status }) => [metadata.name, status.containerStatuses[0].restartCount])).filter(([, count]) => count > 0);
    expect(restarts.length === 0, 'some were', restarts);
  });
  await steps.step('a first administrator, an API, a server: through the Services', async () => {
    expect(release.setupLine().includes('http://hub.example.com/setup?token='), 'the link leads elsewhere', release.setupLine());
    const hub = { apis: [{ url: release.address('api') }], gateways: [{ url: release.address('gateway') }], setupToken: release.setupToken() };
    team = await Team.begin(hub, { target: 'kubernetes' });
    const api = await team.api(document(upstream.base));
    ({ id } = await team.server('pods', api));
    ({ key } = await team.key('caller'));
  });
  if (!team) return;
  await steps.step('the server runs as pods of the cluster, and is called through the gateways\' Service', async () => {
    await team.deploy('pods', { replicas: 2 });
    await team.settled('pods');
    await fine();
    expect(cluster.ready(id).length === 2, 'there are not two pods', cluster.left(id));
    const [{ metadata: { namespace } }] = cluster.of(id, 'deployments');
    expect(namespace.startsWith(PREFIX), 'they are in another namespace', namespace);
  });
  await steps.step('a server in the gateways\' own process is called, too', async () => {
    const [api] = await team.ada.all(`${team.o}/apis`);
    await team.server('embedded', api.id);
    await team.ada.put(`${team.o}/servers/embedded/deployment`, { target: 'embedded' });
    await team.settled('embedded');
    const answer = await call(team.url('embedded'), key, 'fine');
    expect(answer.result?.isError === false, 'a call fails', answer.text);
  });
  await steps.step('the console and the hub\'s own MCP server are there', async () => {
    const page = await fetch(`${release.address('web')}/`);
    expect(page.ok && (await page.text()).includes('<html'), 'there is no console', page.status);
    const own = await fetch(`${release.address('api')}/mcp`, { method: 'POST' });
    expect(own.status === 401, 'there is no MCP server', own.status);
  });
  await steps.step('figures are read from every pod, and what is drawn is among them', async () => {
    const seen = new Set();
    for (const role of ROLES) {
      for (const { status } of place.ready(role)) {
        const text = await (await fetch(`http://${status.podIP}:9090/metrics`, { signal: AbortSignal.timeout(5_000) })).text();
        for (const [name] of text.matchAll(/^mcphub_\w+/gm)) seen.add(name);
      }
    }
    const drawn = new Set(['hub.json', 'calls.json', 'alerts.yaml'].flatMap((file) => readFileSync(join(chart, 'files', file), 'utf8').match(/mcphub_\w+/g)));
    const missing = [...drawn].filter((name) => !seen.has(name));
    console.log(`     ${drawn.size - missing.length} of ${drawn.size} were measured; not yet: ${missing.join(', ') || 'none'}`);
    // What counts failures is not there before the first.
    const rare = ['mcphub_call_records_lost_total', 'mcphub_gateway_refusals_total', 'mcphub_probes_total'];
    expect(missing.every((name) => rare.includes(name)), 'some are not measured', missing);
  });
  await steps.step('roles reach what they need, and nothing else', () => {
    const machine = (port) => [cluster.host, port];
    const upstreamPort = Number(new URL(upstream.base).port);
    const [web, deployment, gateway] = ['web', 'deployment', 'gateway'].map((role) => place.ready(role)[0].metadata.name);
    const [server] = cluster.ready(id);
    const places = [machine(ports.postgres), machine(ports.redis), machine(6443), machine(upstreamPort), [server.status.podIP, 8080], [place.ready('api')[0].status.podIP, 8080]];
    const found = Object.fromEntries([web, deployment, gateway].map((pod) => [pod, reached(pod, ...places).map(Number).join('')]));
    // Database, Redis, API server, upstream, a server's pod, the REST API.
    expect(found[web] === '110000' && found[deployment] === '111000' && found[gateway].startsWith('11') && found[gateway].slice(3, 5) === '11' && found[gateway][5] === '0', 'it is otherwise', found);
    const attack = reached(server.metadata.name, machine(ports.postgres), [place.ready('api')[0].status.podIP, 8080], [place.ready('gateway')[0].status.podIP, 8080]);
    expect(!attack.includes(true), 'a server\'s pod reaches the hub', attack);
  });
  await steps.step('pods have no more rights than they need', () => {
    for (const role of ROLES) {
      const { spec } = place.ready(role)[0];
      const has = JSON.stringify(spec.volumes).includes('serviceAccountToken');
      expect(has === (role === 'deployment'), `${role} has a token, or none`, spec.volumes);
    }
    const may = (account, ...words) => cluster.try(['auth', 'can-i', ...words, `--as=system:serviceaccount:${NAMESPACE}:${account}`]).out.trim();
    for (const words of [['create', 'clusterrolebindings'], ['create', 'pods', '-A'], ['create', 'pods', '--subresource=exec', '-A'], ['delete', 'namespaces'], ['get', 'nodes'], ['delete', 'pods', '-A']]) {
      expect(may(`${FULL}-deployment`, ...words) === 'no', 'the deployment role may', words);
    }
    expect(may(FULL, 'get', 'secrets', '-n', NAMESPACE) === 'no', 'other roles may read secrets');
  });
  for (const role of ROLES) {
    await steps.step(`${role}: its pods are deleted one after the other; it all comes back, and calls go on`, async () => {
      const load = await under(async () => {
        for (const { metadata: { name } } of place.ready(role)) {
          cluster.run('delete', 'pod', name, '-n', NAMESPACE, '--wait=false');
          await until(120, 'two others', () => { const ready = place.ready(role).map(({ metadata }) => metadata.name); return ready.length === 2 && !ready.includes(name); });
        }
      });
      expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures.slice(0, 3));
      await team.ada.get(`${team.o}/servers`);
    });
  }
  await steps.step('afterwards another version is made and deployed, as if nothing had been', async () => {
    const [api] = await team.ada.all(`${team.o}/apis`);
    const number = await team.freeze('pods', api.id, 'after the storm');
    await team.deploy('pods', { version: String(number), replicas: 2 });
    await team.settled('pods');
    await until(60, 'the end of the older version', () => cluster.pods(id).length === 2);
    await fine();
  });
  await steps.step('helm upgrade: other settings, other pods, the same servers; no call is lost', async () => {
    const before = cluster.ready(id).map(({ metadata }) => metadata.name).sort().join();
    const sealed = cluster.run('get', 'secret', `${FULL}-master-key`, '-n', NAMESPACE, '-o', 'jsonpath={.data}');
    const load = await under(async () => {
      release.give({ drainSeconds: 10 });
      await place.meanwhile('upgrade', RELEASE, chart, '-f', release.values, '--wait', '--timeout', '6m');
      await release.whole();
    });
    expect(load.failures.length === 0, `${load.failures.length} calls are lost`, load.failures.slice(0, 3));
    expect(cluster.run('get', 'secret', `${FULL}-master-key`, '-n', NAMESPACE, '-o', 'jsonpath={.data}') === sealed, 'there is another master key');
    expect(cluster.ready(id).map(({ metadata }) => metadata.name).sort().join() === before, 'servers\' pods were replaced');
    const { spec } = place.ready('api')[0];
    expect(spec.terminationGracePeriodSeconds === 25, 'its settings are the old ones', spec.terminationGracePeriodSeconds);
  });
  await operated({ steps, place, release, team, key, document: document(upstream.base) });
  await steps.step('helm upgrade: from now on a Job migrates', async () => {
    release.give({ masterKey: { existingSecret: `${FULL}-master-key` }, database: { existingSecret: 'database', migrate: 'job' } });
    await place.meanwhile('upgrade', RELEASE, chart, '-f', release.values, '--wait', '--timeout', '6m');
    await release.whole();
    const said = JSON.parse(cluster.run('get', 'events', '-n', NAMESPACE, '-o', 'json')).items.some(({ reason, involvedObject }) => reason === 'Completed' && involvedObject.name === `${FULL}-migrate`);
    expect(said, 'no Job was done');
    expect(place.objects('jobs').length === 0, 'it is still there');
    await fine();
  });
  await steps.step('a server that is stopped leaves nothing', async () => {
    await team.ada.delete(`${team.o}/servers/pods/deployment`);
    await team.settled('pods', 'stopped');
    await until(90, 'nothing to be left', (show) => { const left = cluster.left(id); show(left); return left.length === 0; });
  });
  await steps.step('helm uninstall: what stays is the master key, what was there before, and namespaces of organisations', async () => {
    place.run('uninstall', RELEASE, '--wait', '--timeout', '3m');
    await until(60, 'the end of all pods', () => JSON.parse(cluster.run('get', 'pods', '-n', NAMESPACE, '-o', 'json')).items.length === 0);
    await sleep(1_000);
    const kinds = cluster.run('api-resources', '--namespaced', '--verbs=list', '-o', 'name').split('\n').filter((kind) => !/^events|^endpoint|metrics\.k8s\.io|^leases/.test(kind));
    const left = kinds.flatMap((kind) => place.objects(kind).map(({ metadata }) => `${kind}/${metadata.name}`)).sort();
    const own = ['configmaps/kube-root-ca.crt', 'secrets/database', `secrets/${FULL}-master-key`, 'secrets/redis', 'serviceaccounts/default'];
    expect(left.join() === own.join(), 'there is more', left);
    const wide = ['clusterroles', 'clusterrolebindings'].flatMap((kind) => JSON.parse(cluster.run('get', kind, '-l', `app.kubernetes.io/instance=${RELEASE},app.kubernetes.io/part-of=mcphub`, '-o', 'json')).items);
    expect(wide.length === 0, 'rights are left', wide.map(({ metadata }) => metadata.name));
    const spaces = JSON.parse(cluster.run('get', 'namespaces', '-l', `mcphub.dev/hub=${NAMESPACE}-${RELEASE}`, '-o', 'json')).items;
    expect(spaces.length === 1, 'there are other namespaces', spaces.map(({ metadata }) => metadata.name));
  });
}
