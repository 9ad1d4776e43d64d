// What the chart renders: by goldens, by the hub's own settings, by its source, and by an API server that is asked and changes nothing.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse, parseAllDocuments } from 'yaml';

import { Skip, expect } from '../hub/lib/steps.mjs';
import { NAMESPACE, chart, root } from './place.mjs';

const here = new URL('.', import.meta.url).pathname;
const CASES = readdirSync(join(here, 'values')).map((file) => file.replace('.yaml', '')).sort();
const ROLES = ['api', 'generator', 'deployment', 'gateway', 'web'];
const SOME = ['--set', 'database.existingSecret=d,redis.existingSecret=r'];
/** Values that are refused, and a word of why. */
const REFUSED = {
  'no database': [['--set', 'redis.existingSecret=r'], 'say where PostgreSQL is'],
  'no Redis': [['--set', 'database.existingSecret=d'], 'say where Redis is'],
  'a value that there is not': [[...SOME, '--set', 'databse.url=x'], 'databse'],
  'a secret among settings': [[...SOME, '--set', 'settings.secrets.master_key=x'], 'secrets'],
  'a section of settings that there is not': [[...SOME, '--set', 'settings.egres.allow_private=true'], 'egres'],
  'a pull policy that there is not': [[...SOME, '--set', 'image.pullPolicy=Sometimes'], 'pullPolicy'],
  'a number as text': [[...SOME, '--set-string', 'roles.api.replicas=2'], 'replicas'],
  'an address that is none': [[...SOME, '--set', 'publicUrl=hub.example.com'], 'publicUrl'],
  'a name that the cluster refuses': [[...SOME, '--set', 'kubernetes.hub=My_Hub'], 'hub'],
  'a Job before there are Secrets': [[...SOME, '--set', 'database.migrate=job'], 'masterKey.existingSecret'],
  'an Ingress without a host': [[...SOME, '--set', 'ingress.enabled=true'], 'ingress.host'],
  'an operator without a key': [[...SOME, '--set', 'operator.enabled=true'], 'operator.existingSecret'],
  'an operator without an organisation': [[...SOME, '--set', 'operator.enabled=true,operator.existingSecret=k'], 'operator.organisation'],
  'a route without a Gateway': [[...SOME, '--set', 'httpRoute.enabled=true,httpRoute.host=a.example'], 'parentRefs'],
};

/** Made anew each time. */
const settled = (text) => text
  .replace(/(master-key: ).*/g, '$1MADE').replace(/((?:password:|requirepass) ?)\S{20,}/g, '$1MADE').replace(/(:\/\/\w*:)\w{32}@/g, '$1MADE@')
  .replace(/(checksum\/settings: ).*/g, '$1MADE');

export async function rendered({ steps, place, binary, isBlessed }) {
  const all = new Map();
  await steps.step('helm lint finds nothing', () => {
    for (const name of CASES) place.run('lint', chart, '--strict', '--kube-version', '1.34.0', '-f', join(here, 'values', `${name}.yaml`));
  });
  for (const name of CASES) {
    await steps.step(`${name}: as it was`, () => {
      const { ok, out, why } = place.render('-f', join(here, 'values', `${name}.yaml`));
      expect(ok, 'it is not rendered', why);
      expect(why === '', 'helm has something to say', why);
      all.set(name, parseAllDocuments(out).map((document) => document.toJSON()).filter(Boolean));
      const golden = join(here, `${name}.yaml`);
      const now = settled(out);
      if (isBlessed) writeFileSync(golden, now);
      expect(existsSync(golden) && readFileSync(golden, 'utf8') === now, `it is not what judge/helm/${name}.yaml says; look at it, and bless it with --bless`);
    });
  }
  await steps.step('wrong values are refused, with a word of why', () => {
    for (const [what, [words, why]] of Object.entries(REFUSED)) {
      const answer = place.render(...words);
      expect(!answer.ok && answer.why.includes(why), `${what} is not refused`, answer.why || 'it was rendered');
    }
  });
  await steps.step('every value has words, and the schema knows each', () => {
    const text = readFileSync(join(chart, 'values.yaml'), 'utf8');
    const { properties } = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
    const known = Object.keys(parse(text));
    expect(known.every((name) => properties[name]), 'the schema misses some', known.filter((name) => !properties[name]));
    expect(Object.keys(properties).every((name) => name === 'global' || known.includes(name)), 'values.yaml misses some', Object.keys(properties));
  });
  await steps.step('the hub takes every setting that is rendered', () => {
    for (const [name, objects] of all) {
      const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.endsWith('-settings'));
      for (const role of ROLES) {
        const { spec } = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.labels['app.kubernetes.io/component'] === role);
        const given = spec.template.spec.containers[0].env.map(({ name: variable, value }) => [variable, value ?? 'postgres://somewhere']);
        const env = { PATH: process.env.PATH, ...data, ...Object.fromEntries(given) };
        const { status, stderr, stdout } = spawnSync(binary, ['config', 'check'], { env, cwd: '/tmp', encoding: 'utf8' });
        expect(status === 0, `${name}: ${role} is refused`, stderr + stdout);
      }
    }
  });
  await steps.step('what is drawn and what alerts is measured by the hub', () => {
    const named = new Set(['hub.json', 'calls.json', 'alerts.yaml'].flatMap((file) => readFileSync(join(chart, 'files', file), 'utf8').match(/mcphub_\w+/g)));
    const { stdout } = spawnSync('grep', ['-rhoE', '(counter|gauge|histogram)!\\("mcphub_[a-z_]+"', join(root, 'crates'), '--include=*.rs'], { encoding: 'utf8' });
    const measured = new Set([...stdout.matchAll(/"(mcphub_[a-z_]+)"/g)].map(([, name]) => name));
    const unknown = [...named].filter((name) => !measured.has(name.replace(/_bucket$/, '')));
    expect(measured.size > 5 && unknown.length === 0, 'nobody measures some', unknown);
  });
  await steps.step('promtool takes the alerts', () => {
    const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', join(chart, 'files/alerts.yaml')], { encoding: 'utf8' });
    if (error) throw new Skip('there is no promtool');
    expect(status === 0, 'it does not', stdout + stderr);
  });
  await steps.step('the deployment role may do with each kind what the hub does, and nothing with others', () => {
    const source = readFileSync(join(root, 'crates/hub-deploy/src/kubernetes/api.rs'), 'utf8');
    const used = new Set([...source.matchAll(/kind\("[a-z0-9.]*", "\w+", "\w+", "(\w+)"\)/g)].map(([, plural]) => plural));
    const role = all.get('external').find(({ kind }) => kind === 'ClusterRole');
    const given = new Set(role.rules.flatMap(({ resources }) => resources).map((name) => name.split('/')[0]));
    expect(used.size > 9 && [...used].sort().join() === [...given].sort().join(), 'they differ', { used: [...used].sort(), given: [...given].sort() });
    expect(!role.rules.some(({ verbs, resources }) => verbs.includes('*') || resources.includes('*')), 'it may do anything', role.rules);
  });
  const isOwn = place.hasCluster && !place.cluster.try(['get', 'namespace', NAMESPACE]).ok;
  if (isOwn) place.cluster.run('create', 'namespace', NAMESPACE);
  for (const name of CASES) {
    await steps.step(`${name}: an API server takes every object`, () => {
      if (!place.hasCluster) throw new Skip('no cluster answers; `make cluster` starts one');
      const { cluster } = place;
      const isKnown = (kind) => cluster.run('api-resources', '-o', 'name').includes(kind);
      cluster.run('label', '--overwrite', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted', 'pod-security.kubernetes.io/warn=restricted');
      const foreign = { HTTPRoute: 'httproutes.', ServiceMonitor: 'servicemonitors.', PrometheusRule: 'prometheusrules.' };
      const items = all.get(name).filter(({ kind }) => !foreign[kind] || isKnown(foreign[kind])).map((object) => ({ ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? (object.kind.startsWith('Cluster') ? undefined : NAMESPACE) } }));
      // A namespace that is nowhere cannot be asked about.
      const asked = items.map((object) => (object.metadata.namespace === 'hub-servers' ? { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } } : object));
      const answer = cluster.try(['apply', '--dry-run=server', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: asked }));
      expect(answer.ok && !answer.why.includes('Warning'), 'it refuses, or warns', answer.why);
      const taken = answer.out.trim().split('\n').length;
      expect(taken === items.length, 'it took another number', [taken, items.length]);
      const left = all.get(name).length - items.length;
      if (left > 0) console.log(`     ${left} objects of kinds that the cluster does not know were left out`);
    });
  }
  if (isOwn) place.cluster.run('delete', 'namespace', NAMESPACE);
}
