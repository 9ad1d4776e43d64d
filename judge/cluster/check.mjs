// Checks that the cluster does what tests rely on: Deployments, Services, DNS, policies, autoscaling, disruption budgets and draining, logs, exec, quotas.
// kubectl asks, and connections from outside and between pods check what it says. Nothing is sent to an address that is not of the cluster's.

import { execFileSync, spawnSync } from 'node:child_process';
import http from 'node:http';
import { text } from 'node:stream/consumers';

import { Steps, expect, until } from '../hub/lib/steps.mjs';

const here = new URL('.', import.meta.url).pathname;
const kubeconfig = execFileSync(`${here}cluster.sh`, { encoding: 'utf8' }).trim();
const kubectl = `${here}../../.cache/cluster/bin/kubectl`;
const space = 'check';

function ask(args, input) {
  const { status, stdout, stderr } = spawnSync(kubectl, ['--kubeconfig', kubeconfig, '-n', space, ...args], { encoding: 'utf8', input });
  return { ok: status === 0, out: stdout, why: stderr };
}
function tell(...args) {
  const answer = ask(args);
  expect(answer.ok, `kubectl ${args.join(' ')}`, answer.why);
  return answer.out.trim();
}
function apply(...things) {
  const answer = ask(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: things }));
  expect(answer.ok, 'kubectl apply', answer.why);
}
const read = (...args) => JSON.parse(tell('get', '-o', 'json', ...args));
const pods = (app) => read('pods', '-l', `app=${app}`).items.filter((pod) => !pod.metadata.deletionTimestamp);
const ready = (pod) => pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
// A connection of its own for each request: policies leave those that stand alone, and a Service spreads connections.
const fetched = (address, path = '/') => new Promise((resolve, reject) => {
  const request = http.get(`http://${address}${path}`, { agent: false, timeout: 3000 }, (answer) => text(answer).then(resolve, reject));
  request.on('timeout', () => request.destroy(new Error('no answer')));
  request.on('error', reject);
});
/** What a pod of `app` gets, or null where it gets nothing. */
const from = (app, url) => {
  const answer = ask(['exec', `deployment/${app}`, '--', '/echo', 'get', url]);
  return answer.ok ? answer.out : null;
};

const deployment = (name, replicas, more = {}) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
  spec: {
    replicas, selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 5,
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: name } } }],
        containers: [{
          name: 'echo', image: 'mcphub.local/echo:1', imagePullPolicy: 'Never', ports: [{ containerPort: 8080, name: 'http' }],
          readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
          resources: { requests: { cpu: '50m', memory: '16Mi' }, limits: { cpu: '500m', memory: '64Mi' } },
          // What PodSecurity's `restricted` asks for.
          securityContext: { runAsNonRoot: true, runAsUser: 65532, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
        }],
        ...more,
      },
    },
  },
});
const service = (name) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }] } });
const policy = (name, spec) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec });

const steps = new Steps('cluster');
ask(['delete', 'namespace', space, '--ignore-not-found', '--wait']);
apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: space, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });

await steps.step('two nodes are ready', () => {
  const nodes = read('nodes').items;
  expect(nodes.length === 2 && nodes.every(ready), 'nodes', nodes.map((node) => node.status.conditions));
});

await steps.step('a Deployment comes up on both nodes, and the machine reaches its pods and its Service', async () => {
  apply(deployment('echo', 2), service('echo'), deployment('other', 2));
  tell('rollout', 'status', 'deployment/echo', '--timeout=90s');
  tell('rollout', 'status', 'deployment/other', '--timeout=90s');
  const [one, two] = pods('echo');
  expect(one.spec.nodeName !== two.spec.nodeName, 'both pods are on one node');
  for (const pod of [one, two]) expect((await fetched(`${pod.status.podIP}:8080`)).trim() === pod.metadata.name, 'a pod says another name');
  const seen = new Set();
  const { spec } = read('service', 'echo');
  for (let n = 0; n < 40; n += 1) seen.add((await fetched(spec.clusterIP)).trim());
  expect(seen.size === 2, 'a Service that does not spread', [...seen]);
});

await steps.step('pods find each other by name, across nodes and within one', () => {
  for (const pod of pods('other')) {
    for (const to of pods('echo')) {
      tell('exec', pod.metadata.name, '--', '/echo', 'get', `http://${to.status.podIP}:8080/`);
    }
    tell('exec', pod.metadata.name, '--', '/echo', 'get', `http://echo.${space}.svc.cluster.local/`);
  }
});

await steps.step('a pod reaches the API server with the token it was given, and nothing beyond the machine', () => {
  for (const node of ['mcphub-a', 'mcphub-b']) {
    expect(execFileSync('ip', ['-n', node, 'route', 'show', 'default'], { encoding: 'utf8' }) === '', 'a node has a way out', node);
  }
  const answer = ask(['exec', 'deployment/other', '--', '/echo', 'get', 'https://kubernetes.default.svc.cluster.local/']);
  expect(/certificate/.test(answer.why), 'the API server does not answer', answer);
});

await steps.step('a policy that denies everything holds, within a node and across', async () => {
  apply(policy('deny', { podSelector: { matchLabels: { app: 'echo' } }, policyTypes: ['Ingress'] }));
  const [to] = pods('echo');
  const url = `http://${to.status.podIP}:8080/`;
  for (const pod of pods('other')) await until(30, `${pod.metadata.name} is kept out`, () => !ask(['exec', pod.metadata.name, '--', '/echo', 'get', url]).ok);
  expect(pods('echo').every(ready), 'the node itself is kept out');
  await fetched(`${to.status.podIP}:8080`).then(() => expect(false, 'the machine is let in'), () => {});
});

await steps.step('a policy lets in whom it names, and only those', async () => {
  apply(policy('allow', { podSelector: { matchLabels: { app: 'echo' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'other' } } }], ports: [{ port: 8080 }] }] }), deployment('third', 1));
  tell('rollout', 'status', 'deployment/third', '--timeout=60s');
  await until(30, 'the other is let in', () => from('other', 'http://echo.check.svc.cluster.local/'));
  expect(from('third', 'http://echo.check.svc.cluster.local/') === null, 'the third is let in');
});

await steps.step('a policy for what leaves holds', async () => {
  apply(policy('inside', { podSelector: { matchLabels: { app: 'third' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'echo' } } }] }] }));
  const [to] = pods('other');
  await until(30, 'the third is kept in', () => from('third', `http://${to.status.podIP}:8080/`) === null);
  tell('delete', 'networkpolicy', '--all');
  await until(30, 'all may again', () => from('third', `http://${to.status.podIP}:8080/`) && from('third', 'http://echo.check.svc.cluster.local/'));
});

await steps.step('logs, and logs as they come', () => {
  expect(/listening at :8080/.test(tell('logs', 'deployment/echo')), 'no logs');
  const out = spawnSync('timeout', ['3', kubectl, '--kubeconfig', kubeconfig, '-n', space, 'logs', '-f', 'deployment/echo'], { encoding: 'utf8' }).stdout;
  expect(/GET \/ of/.test(out), 'no log of a request');
});

await steps.step('admission: PodSecurity and quotas refuse', () => {
  const root = ask(['run', 'root', '--image=mcphub.local/echo:1', '--image-pull-policy=Never']);
  expect(!root.ok && /PodSecurity/.test(root.why), 'a pod that may be root', root);
  apply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, spec: { hard: { services: '1' } } });
  const second = ask(['create', 'service', 'clusterip', 'second', '--tcp=80']);
  expect(!second.ok && /exceeded quota/.test(second.why), 'a second Service', second);
  tell('delete', 'resourcequota', 'few');
});

await steps.step('a pod that uses too much memory is killed, and one without an image says so', async () => {
  const pod = (name, image, limit) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { ...deployment(name, 1).spec.template.spec, containers: [{ ...deployment(name, 1).spec.template.spec.containers[0], image, resources: { limits: { memory: limit, cpu: '100m' } }, command: ['/echo', 'eat'] }] } });
  apply(pod('eater', 'mcphub.local/echo:1', '48Mi'), pod('nothing', 'mcphub.local/none:1', '32Mi'));
  const state = (name) => read('pod', name).status.containerStatuses?.[0];
  await until(60, 'the eater is killed', () => [state('eater')?.state, state('eater')?.lastState].some((at) => at?.terminated?.reason === 'OOMKilled'));
  await until(60, 'the image is missed', () => state('nothing')?.state?.waiting?.reason === 'ErrImageNeverPull');
  tell('delete', 'pod', 'eater', 'nothing', '--wait=false');
});

await steps.step('metrics come, and autoscaling by CPU adds pods', async () => {
  await until(90, 'metrics', () => ask(['top', 'pods']).ok);
  tell('autoscale', 'deployment', 'echo', '--cpu=50%', '--min=2', '--max=4');
  const { spec } = read('service', 'echo');
  for (let n = 0; n < 8; n += 1) await fetched(spec.clusterIP, '/burn?for=60s');
  await until(120, 'more pods', () => read('deployment', 'echo').status.replicas > 2);
  tell('delete', 'hpa', 'echo');
  tell('scale', 'deployment', 'echo', '--replicas=2');
});

await steps.step('a node is drained: its pods go to the other, as a disruption budget lets them', async () => {
  apply({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'echo' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'echo' } } } });
  tell('rollout', 'status', 'deployment/echo', '--timeout=60s');
  await until(60, 'no more than two', () => pods('echo').length === 2);
  tell('drain', 'mcphub-b', '--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=120s');
  tell('rollout', 'status', 'deployment/echo', '--timeout=60s');
  expect(pods('echo').every((pod) => pod.spec.nodeName === 'mcphub-a'), 'a pod stays on a node that was drained');
  const refused = ask(['drain', 'mcphub-a', '--pod-selector=app=echo', '--timeout=15s']);
  expect(!refused.ok && /disruption budget/.test(refused.why), 'a budget that nobody keeps', refused);
  tell('uncordon', 'mcphub-a');
  tell('uncordon', 'mcphub-b');
});

ask(['delete', 'namespace', space, '--wait=false']);
steps.end();
