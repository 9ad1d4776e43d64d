// A release of the chart on the cluster, with a PostgreSQL and a Redis of its own: brought there, given values, taken away.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, until } from '../hub/lib/steps.mjs';
import { NAMESPACE, chart, root } from './place.mjs';
import { services } from './services.mjs';

export const RELEASE = 'hub';
export const FULL = 'hub-mcphub';
export const PREFIX = 'hub-chart-';
export const ROLES = ['api', 'generator', 'deployment', 'gateway', 'web'];

/** What this cluster, this database and this upstream need to be told. */
function values(host, { ports }) {
  const only = (port) => ({ to: [{ ipBlock: { cidr: `${host}/32` } }], ports: [port] });
  // Several hubs' worth of tests share two processors.
  const small = { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } };
  const roles = Object.fromEntries(ROLES.map((role) => [role, { resources: small, autoscaling: { max: 2 } }]));
  return {
    image: { pullPolicy: 'Never' },
    publicUrl: 'http://hub.example.com',
    settings: {
      // The upstream and the judge are the machine, whose address is a private one.
      egress: { allow: [host] },
      rates: { address: 0, user: 0, key: 0, organisation: 0, sign_in: 0, compile: 0 },
      kubernetes: { processor_request: 20 },
    },
    database: { existingSecret: 'database' },
    redis: { existingSecret: 'redis' },
    kubernetes: { namespacePrefix: PREFIX, image: { pullPolicy: 'Never' } },
    roles,
    networkPolicy: {
      // Through a Service the machine is itself, or the first node.
      clients: [{ ipBlock: { cidr: '10.254.0.0/24' } }],
      metrics: [{ ipBlock: { cidr: `${host}/32` } }],
      database: only(ports.postgres),
      redis: only(ports.redis),
      apiServer: only(6443),
      upstreams: [{ ipBlock: { cidr: `${host}/32` } }],
    },
  };
}

/** The process of a pod's, as this machine numbers it. */
export function processOf(pod) {
  const hostname = (id) => { try { return readFileSync(join('/proc', id, 'root', 'etc/hostname'), 'utf8').trim(); } catch { return ''; } };
  const isHub = (id) => { try { return readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('/mcphub'); } catch { return false; } };
  return readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isHub(id)).find((id) => hostname(id) === pod);
}

export class Release {
  /** Everything that has to be there before it; `images`: the folder of `make image`. */
  static async begin(place, images) {
    const { cluster } = place;
    if (!place.hasCluster) throw new Error('no cluster answers; `make cluster` starts one');
    const release = Object.assign(new Release(), { place, cluster });
    release.away();
    for (const name of ['mcphub', 'mcphub-runtime']) {
      const { status, stderr } = spawnSync(join(root, 'judge/cluster/image.sh'), ['import', join(images, `${name}.tar`)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the image ${name} cannot be brought to the nodes: ${stderr}`);
    }
    release.folder = mkdtempSync(join(tmpdir(), 'hub-chart-'));
    release.values = join(release.folder, 'values.yaml');
    release.kept = services(cluster.host);
    cluster.run('create', 'namespace', NAMESPACE);
    cluster.run('label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted');
    cluster.run('create', 'secret', 'generic', 'database', '-n', NAMESPACE, `--from-literal=url=${release.kept.postgres}`);
    cluster.run('create', 'secret', 'generic', 'redis', '-n', NAMESPACE, `--from-literal=url=${release.kept.redis}`);
    release.give();
    return release;
  }

  /** Values beside those that this cluster needs, those of a section beside the others of it; `settings` of a section each. */
  give(more = {}, settings = {}) {
    const usual = values(this.cluster.host, this.kept);
    for (const [section, given] of Object.entries(settings)) usual.settings[section] = { ...usual.settings[section], ...given };
    const isObject = (value) => typeof value === 'object' && !Array.isArray(value);
    for (const [name, value] of Object.entries(more)) usual[name] = isObject(value) ? { ...usual[name], ...value } : value;
    writeFileSync(this.values, JSON.stringify(usual));
  }

  /** What pods need of this process it goes on giving meanwhile. */
  install() {
    return this.place.meanwhile('install', RELEASE, chart, '-f', this.values, '--wait', '--timeout', '6m');
  }

  /** Two pods of each role are ready, and no others are there. */
  whole(seconds = 180) {
    return until(seconds, 'two pods of each role', (show) => {
      const counts = ROLES.map((role) => [role, this.place.ready(role).length, this.place.pods(role).length]);
      show(counts);
      return counts.every(([, ready, there]) => ready === 2 && there === 2);
    });
  }

  /** Where the Service of a role is. */
  address(role) {
    return `http://${this.cluster.run('get', 'service', `${FULL}-${role}`, '-n', NAMESPACE, '-o', 'jsonpath={.spec.clusterIP}')}`;
  }

  /** Of several pods the one that started last said the one that holds. */
  setupLine() {
    const said = this.cluster.run('logs', '-n', NAMESPACE, '-l', 'app.kubernetes.io/component=api', '--timestamps', '--tail=-1').split('\n').filter((line) => line.includes('setup?token=')).sort();
    expect(said.length > 0, 'no link was said');
    return said.at(-1);
  }

  setupToken() {
    return this.setupLine().match(/token=([\w-]+)/)[1];
  }

  away() {
    this.place.try('uninstall', RELEASE, '--wait', '--ignore-not-found');
    const own = JSON.parse(this.cluster.run('get', 'namespaces', '-o', 'json')).items.map(({ metadata }) => metadata.name).filter((name) => name === NAMESPACE || name.startsWith(PREFIX));
    for (const name of own) this.cluster.try(['delete', 'namespace', name, '--timeout=120s']);
  }

  /** Takes it away, with what it kept; logs stay where something failed, and everything does where that is wanted. */
  end({ isKept, isFailed }) {
    if (isKept || isFailed) console.log(`the logs and the release are in the namespace ${NAMESPACE}; values in ${this.values}`);
    if (isKept) return;
    for (const role of ROLES) writeFileSync(join(this.folder, `${role}.log`), this.cluster.try(['logs', '-n', NAMESPACE, '-l', `app.kubernetes.io/component=${role}`, '--tail=-1', '--prefix']).out);
    console.log(`logs: ${this.folder}`);
    this.away();
    this.kept.stop();
    if (!isFailed) rmSync(this.folder, { recursive: true, force: true });
  }
}
