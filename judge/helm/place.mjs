// Helm, the chart, and the cluster that it is tried in.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Cluster } from '../hub/lib/cluster.mjs';

export const root = new URL('../../', import.meta.url).pathname;
export const chart = join(root, 'deploy/helm/mcphub');
export const NAMESPACE = 'hub-chart';
/** The oldest that the chart is for, where no cluster is asked. */
const KUBERNETES = '1.30.0';

export class Place {
  static open() {
    const helm = join(root, '.cache/cluster/bin/helm');
    if (!existsSync(helm)) return { missing: 'there is no helm; `make cluster` builds one' };
    const state = process.env.MCPHUB_CLUSTER_STATE ?? `/tmp/mcphub-cluster-${process.getuid()}`;
    const cluster = Object.assign(new Cluster(), { state, kubeconfig: join(state, 'kubeconfig'), host: '10.254.0.1' });
    const place = Object.assign(new Place(), { helm, cluster });
    place.hasCluster = cluster.try(['version']).ok;
    return place;
  }

  try(...words) {
    const { status, stdout, stderr } = spawnSync(this.helm, ['--kubeconfig', this.cluster.kubeconfig, '-n', NAMESPACE, ...words], { encoding: 'utf8', maxBuffer: 64 << 20 });
    return { ok: status === 0, out: stdout, why: stderr };
  }

  run(...words) {
    const { ok, out, why } = this.try(...words);
    if (!ok) throw new Error(`helm ${words[0]}: ${why.trim()}`);
    return out;
  }

  /** The same, while something else goes on. */
  async meanwhile(...words) {
    const child = spawn(this.helm, ['--kubeconfig', this.cluster.kubeconfig, '-n', NAMESPACE, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    let why = '';
    child.stderr.on('data', (bytes) => { why += bytes; });
    const code = await new Promise((resolve) => { child.once('close', resolve); });
    if (code !== 0) throw new Error(`helm ${words[0]}: ${why.trim()}`);
  }

  /** What the chart comes to with these values. */
  render(...words) {
    return this.try('template', 'hub', chart, '--kube-version', KUBERNETES, ...words);
  }

  /** Objects of the chart's in the namespace, but what others make of them. */
  objects(kind) {
    return JSON.parse(this.cluster.run('get', kind, '-n', NAMESPACE, '-o', 'json')).items;
  }

  /** Pods of a role that were not told to end. */
  pods(role) {
    const found = JSON.parse(this.cluster.run('get', 'pods', '-n', NAMESPACE, '-l', `app.kubernetes.io/component=${role}`, '-o', 'json')).items;
    return found.filter(({ metadata }) => !metadata.deletionTimestamp);
  }

  ready(role) {
    return this.pods(role).filter(({ status }) => status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
  }
}
