// Custom resources of a real cluster that an operator keeps in a hub: applied, changed, refused, repaired and deleted, while operator and hub go and come back.
// node operator.mjs BINARY [--keep]      the cluster is `make cluster`'s

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';

import { read } from './lib/arguments.mjs';
import { withHub } from './lib/bench.mjs';
import { ask, call } from './lib/caller.mjs';
import { Cluster } from './lib/cluster.mjs';
import { keyed } from './lib/keyed.mjs';
import { Steps, expect, sleep, until } from './lib/steps.mjs';

const { options, rest: [binary] } = read(['keep']);
if (!binary) {
  console.error('usage: operator.mjs BINARY [--keep]');
  process.exit(2);
}
const NAMESPACE = 'judge-operator';
const CRDS = ['mcpapis.mcphub.dev', 'mcpservers.mcphub.dev'];

/** Keys of the upstream, and what it says of each: the hub lets no answer show a key itself. */
const KEYS = { 'first-key': 'opened by the first', 'second-key': 'opened by the second' };

/** `mcphub operator` as a process. */
class Operator {
  constructor(folder, cluster, env) {
    Object.assign(this, { folder, cluster, env });
  }

  start() {
    const words = ['operator', '--namespace', NAMESPACE, '--kubeconfig', this.cluster.kubeconfig];
    const env = { PATH: process.env.PATH, HOME: this.folder, XDG_CONFIG_HOME: this.folder, ...this.env };
    this.child = spawn(resolve(binary), words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(join(this.folder, 'operator.log'), { flags: 'a' });
    this.child.stdout.pipe(log, { end: false });
    this.child.stderr.pipe(log, { end: false });
    this.ended = new Promise((done) => { this.child.once('exit', (code, signal) => done({ code, signal })); });
  }

  async stop(signal = 'SIGTERM') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return undefined;
    this.child.kill(signal);
    return this.ended;
  }
}

/** Objects of the namespace, asked and changed by kubectl. */
class Objects {
  constructor(cluster) {
    this.cluster = cluster;
  }

  try(object) {
    return this.cluster.try(['apply', '-n', NAMESPACE, '-f', '-'], JSON.stringify(object));
  }

  apply(object) {
    const { ok, why } = this.try(object);
    expect(ok, 'kubectl apply', why);
  }

  get(kind, name) {
    const { ok, out } = this.cluster.try(['get', kind, name, '-n', NAMESPACE, '-o', 'json']);
    return ok ? JSON.parse(out) : undefined;
  }

  /** Waits until a condition is as it should be, of the object as it is now. */
  condition(kind, name, type, status, reason, seconds = 60) {
    return until(seconds, `${kind}/${name}: ${type}=${status} ${reason ?? ''}`, (show) => {
      const seen = this.get(kind, name);
      show(seen?.status);
      const one = seen?.status?.conditions?.find((condition) => condition.type === type);
      const isOf = type === 'Ready' || one?.observedGeneration === seen.metadata.generation;
      return one?.status === status && isOf && (!reason || one.reason === reason) && { ...one, object: seen };
    });
  }

  delete(kind, name) {
    this.cluster.run('delete', kind, name, '-n', NAMESPACE, '--wait=false');
  }
}

const metadata = (name) => ({ name, namespace: NAMESPACE });
const secret = (value) => ({ apiVersion: 'v1', kind: 'Secret', metadata: metadata('keys'), stringData: { 'pets-key': value } });
const of = (kind, name, spec) => ({ apiVersion: 'mcphub.dev/v1', kind, metadata: metadata(name), spec });
const reference = { secretKeyRef: { name: 'keys', key: 'pets-key' } };

async function judged(steps, cluster, { folder, hub, team, api: foreign }) {
  const upstream = await keyed(KEYS);
  const objects = new Objects(cluster);
  const before = new Set(CRDS.filter((name) => cluster.try(['get', 'crd', name]).ok));
  const operator = new Operator(folder, cluster, { MCPHUB_HUB: hub.processes[0].url, MCPHUB_KEY: team.ada.token, MCPHUB_ORGANISATION: team.slug });
  const { key } = await team.key('caller');
  const api = (more = {}) => of('McpApi', 'pets', {
    displayName: 'Pets', source: { document: upstream.document }, settings: { probeEvery: 0, autoApprove: true },
    credentials: [{ scheme: 'key', valueFrom: reference }], ...more,
  });
  const server = (description, more = {}) => of('McpServer', 'pets', {
    description: 'Everything about pets.', deployment: {},
    design: { sources: [{ api: 'pets', curation: { tools: { 'GET /pet': { description } } } }] }, ...more,
  });
  const seen = () => objects.get('mserver', 'pets').status;
  const called = async (wanted) => {
    const answer = await call(seen().url, key, 'pet');
    expect(answer.words?.includes(wanted), `the answer is without ${wanted}`, answer.text);
  };
  const gone = async (path) => (await team.ada.send('GET', `${team.o}${path}`)).status === 404;

  try {
    await steps.step('the cluster takes the definitions that the command prints, which are those of the repository', async () => {
      const printed = await new Promise((done) => {
        const child = spawn(resolve(binary), ['operator', '--print-crds']);
        let text = '';
        child.stdout.on('data', (bytes) => { text += bytes; });
        child.once('close', () => done(text));
      });
      const { ok, why } = cluster.try(['apply', '--server-side', '--force-conflicts', '-f', '-'], printed);
      expect(ok, 'they are refused', why);
      const same = cluster.try(['diff', '--server-side', '--force-conflicts', '-f', resolve('deploy/crds')]);
      expect(same.ok, 'they are others', same.out);
      cluster.run('wait', '--for=condition=Established', '--timeout=30s', ...CRDS.map((name) => `crd/${name}`));
      for (const name of CRDS) {
        const { status } = JSON.parse(cluster.run('get', 'crd', name, '-o', 'json'));
        const structural = status.conditions.find(({ type }) => type === 'NonStructuralSchema');
        expect(!structural || structural.status === 'False', 'the schema is not structural', structural);
      }
      // What the cluster publishes follows a little later.
      await until(30, 'kubectl explains them', () => cluster.try(['explain', 'mserver.spec.design.sources']).out.includes('Which of its tools'));
    });
    cluster.try(['delete', 'namespace', NAMESPACE, '--timeout=60s']);
    cluster.run('create', 'namespace', NAMESPACE);

    await steps.step('kubectl apply refuses what the schema forbids', () => {
      for (const [wrong, words] of [
        [server('x', { deployment: { target: 'moon' } }), 'Unsupported value'],
        [server('x', { deployments: {} }), 'unknown field'],
        [api({ tags: 'a' }), 'Invalid value'],
        [of('McpServer', 'pets', { deployment: {} }), 'Required value'],
        [{ ...api(), metadata: metadata('9pets') }, 'begins with a letter'],
        [api({ settings: { refreshEvery: -1 } }), 'should be greater than or equal to 0'],
        [api({ credentials: [{ scheme: 'key', value: 'hunter2' }] }), 'unknown field "spec.credentials[0].value"'],
      ]) {
        const { ok, why } = objects.try(wrong);
        expect(!ok && why.includes(words), `it is not refused with "${words}"`, why);
      }
    });
    operator.start();
    await steps.step('a server waits for its API, and the API for its secret: both say so', async () => {
      objects.apply(server('One pet.'));
      await objects.condition('mserver', 'pets', 'Synced', 'False', 'WaitsForApi', 30);
      objects.apply(api());
      const { message } = await objects.condition('mapi', 'pets', 'Synced', 'False', 'SecretNotFound', 30);
      expect(message.includes('keys'), 'it does not say which', message);
    });
    await steps.step('with the secret both are ready, and a call is answered with it', async () => {
      objects.apply(secret('first-key'));
      await objects.condition('mapi', 'pets', 'Ready', 'True', 'Usable');
      await objects.condition('mserver', 'pets', 'Ready', 'True', 'Running');
      await objects.condition('mserver', 'pets', 'Synced', 'True', 'Applied');
      await called('opened by the first');
      const { status } = objects.get('mapi', 'pets');
      expect(status.revision === 1 && status.tools === 2, 'the status of the API is another one', status);
      expect(seen().version === 1 && seen().state === 'running' && seen().url === team.url('pets'), 'the status of the server is another one', seen());
      expect(!JSON.stringify(status).includes('first-key'), 'the status shows the secret', status);
    });
    await steps.step('kubectl wait and kubectl get tell it', () => {
      cluster.run('wait', '--for=condition=Ready', '--timeout=10s', '-n', NAMESPACE, 'mserver/pets', 'mapi/pets');
      const table = cluster.run('get', 'mcphub', '-n', NAMESPACE);
      for (const word of ['READY', 'REVISION', 'TOOLS', 'VERSION', 'STATE', 'URL', 'running', team.url('pets')]) expect(table.includes(word), `no ${word}`, table);
    });
    await steps.step('nothing is written again and again', async () => {
      const versions = () => ['mapi', 'mserver'].map((kind) => objects.get(kind, 'pets').metadata.resourceVersion).join();
      await sleep(2_000);
      const was = versions();
      await sleep(8_000);
      expect(versions() === was, 'they were changed', [was, versions()]);
    });
    await steps.step('another specification is another version', async () => {
      objects.apply(server('Exactly one pet.'));
      await objects.condition('mserver', 'pets', 'Synced', 'True', 'Applied');
      await until(30, 'version 2', () => seen().version === 2);
      const listed = await ask(seen().url, key, 'tools/list');
      expect(listed.text.includes('Exactly one pet.'), 'its tool has other words', listed.text);
    });
    await steps.step('another document is another revision, and another version of the server', async () => {
      objects.apply(api({ source: { document: upstream.document.replace('Do shop', 'Go shopping') } }));
      await until(60, 'revision 2 and version 3', (show) => { show(seen()); return objects.get('mapi', 'pets').status.revision === 2 && seen().version === 3; });
      expect((await ask(seen().url, key, 'tools/list')).text.includes('Go shopping'), 'its tool has other words');
    });
    await steps.step('what cannot be followed is said with its place, and what was served is so still', async () => {
      for (const [wrong, words] of [
        [api({ credentials: [{ scheme: 'key', valueFrom: { env: 'KEY' } }] }), 'spec.credentials[0].valueFrom'],
        [api({ source: { file: 'pets.json' } }), 'spec.source.file'],
        [api({ source: { url: 'http://a.example/', document: '{}' } }), 'name one of url, document and file'],
      ]) {
        objects.apply(wrong);
        const { message } = await objects.condition('mapi', 'pets', 'Synced', 'False', 'InvalidSpec', 30);
        expect(message.includes(words), `it does not say ${words}`, message);
      }
      objects.apply(api({ source: { document: '{"no": "api"}' } }));
      await objects.condition('mapi', 'pets', 'Synced', 'False', 'Failed', 60);
      await objects.condition('mapi', 'pets', 'Ready', 'True');
      await called('opened by the first');
      objects.apply(api());
      await objects.condition('mapi', 'pets', 'Synced', 'True', 'Applied');
    });
    await steps.step('a secret that changes is the one that is called with', async () => {
      objects.apply(secret('second-key'));
      await until(30, 'a call with it', async () => (await call(seen().url, key, 'pet')).words?.includes('opened by the second'));
      await objects.condition('mapi', 'pets', 'Synced', 'True', 'Applied');
    });
    await steps.step('a status that somebody wrote is what is so again', async () => {
      const status = { version: 99, state: 'asleep', conditions: [{ type: 'Ready', status: 'False', reason: 'No', message: 'no', lastTransitionTime: '2020-01-01T00:00:00Z' }] };
      cluster.run('patch', 'mserver', 'pets', '-n', NAMESPACE, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status }));
      await until(30, 'the status as it was', (show) => { show(seen()); return seen().version !== 99 && seen().state === 'running'; });
      await objects.condition('mserver', 'pets', 'Ready', 'True', 'Running', 30);
      await objects.condition('mserver', 'pets', 'Synced', 'True', 'Applied', 30);
    });
    await steps.step('what somebody changed in the hub is changed back when the object is looked at', async () => {
      await team.ada.patch(`${team.o}/servers/pets`, { description: 'Mine.' });
      cluster.run('annotate', 'mserver', 'pets', '-n', NAMESPACE, 'example.com/look=now');
      await until(30, 'the description as it was', async () => (await team.ada.get(`${team.o}/servers/pets`)).description === 'Everything about pets.');
    });
    await steps.step('an operator that is killed goes on when it is started', async () => {
      await operator.stop('SIGKILL');
      const { version } = seen();
      objects.apply(server('A pet after the night.'));
      await sleep(1_000);
      operator.start();
      await until(60, 'another version', (show) => { show(seen()); return seen().version > version; });
      await objects.condition('mserver', 'pets', 'Synced', 'True', 'Applied');
      await objects.condition('mserver', 'pets', 'Ready', 'True', 'Running');
    });
    await steps.step('a hub that is away is said, and objects stay as they are; it comes back, and what changed meanwhile is done', async () => {
      await hub.processes[0].stop();
      const { version } = seen();
      objects.apply(server('A pet in the dark.'));
      const { message } = await objects.condition('mserver', 'pets', 'Synced', 'False', 'HubUnavailable', 60);
      expect(message.includes('running?'), 'it does not say what to do', message);
      await objects.condition('mserver', 'pets', 'Ready', 'True', 'Running', 5);
      expect(seen().version === version, 'the version is forgotten', seen());
      await hub.processes[0].start();
      await until(120, 'another version', (show) => { show(seen()); return seen().version > version; });
      await objects.condition('mserver', 'pets', 'Synced', 'True', 'Applied');
      await called('opened by the second');
    });
    await steps.step('what another manager made is left alone, also when the object is deleted', async () => {
      await team.ada.post(`${team.o}/servers`, { name: 'theirs', slug: 'theirs', managed_by: 'apply', design: { sources: [{ api: foreign }] } });
      objects.apply({ ...server('x'), metadata: metadata('theirs') });
      const { message } = await objects.condition('mserver', 'theirs', 'Synced', 'False', 'Refused', 30);
      expect(message.includes('apply'), 'it does not say whose it is', message);
      objects.delete('mserver', 'theirs');
      await until(60, 'the end of the object', () => !objects.get('mserver', 'theirs'));
      expect(!await gone('/servers/theirs'), 'it is gone in the hub');
      await team.ada.delete(`${team.o}/servers/theirs`);
    });
    await steps.step('an API that a server is made of is kept until that is gone, and says so', async () => {
      objects.delete('mapi', 'pets');
      const { message } = await objects.condition('mapi', 'pets', 'Synced', 'False', 'InUse', 30);
      expect(message.includes('pets'), 'it does not say which', message);
      expect(!await gone('/apis/pets'), 'it is gone');
      await called('opened by the second');
    });
    await steps.step('deleted objects are gone in the hub, and then in the cluster', async () => {
      objects.delete('mserver', 'pets');
      await until(90, 'the end of both objects', () => !objects.get('mserver', 'pets') && !objects.get('mapi', 'pets'));
      expect(await gone('/servers/pets') && await gone('/apis/pets'), 'something is left in the hub');
    });
    await steps.step('the same objects may be applied again', async () => {
      objects.apply(api());
      objects.apply(server('One pet, again.'));
      await objects.condition('mserver', 'pets', 'Ready', 'True', 'Running');
      await called('opened by the second');
      for (const kind of ['mserver', 'mapi']) objects.delete(kind, 'pets');
      await until(90, 'the end of both objects', () => !objects.get('mserver', 'pets') && !objects.get('mapi', 'pets'));
    });
    await steps.step('it ends when it is told to', async () => {
      const { code } = await operator.stop();
      expect(code === 0, 'it ended otherwise', code);
    });
  } finally {
    for (const kind of ['mserver', 'mapi']) cluster.try(['delete', kind, '--all', '-n', NAMESPACE, '--timeout=30s']);
    await operator.stop('SIGKILL');
    upstream.server.close();
    // Whoever waits for a finalizer of an operator that is gone waits for ever.
    for (const kind of ['mserver', 'mapi']) {
      const left = cluster.try(['get', kind, '-n', NAMESPACE, '-o', 'name']).out.split('\n').filter(Boolean);
      for (const name of left) cluster.try(['patch', name, '-n', NAMESPACE, '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    }
    cluster.try(['delete', 'namespace', NAMESPACE, '--wait=false']);
    for (const name of CRDS.filter((one) => !before.has(one))) cluster.try(['delete', 'crd', name, '--wait=false']);
  }
}

const steps = Object.assign(new Steps('operator'), { isKept: Boolean(options.keep) });
const cluster = Cluster.open();
if (cluster.missing) console.log(`operator: left out, ${cluster.missing}`);
else await withHub(steps, 'operator', binary, {}, (given) => judged(steps, cluster, given)).catch((error) => steps.step('prepare', () => { throw error; }));
steps.end();
