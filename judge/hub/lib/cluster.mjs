// The cluster that `make cluster` starts, as tests of a hub need it: asked by kubectl, with the runtime's image on every node.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const scripts = join(dirname(fileURLToPath(import.meta.url)), '../../cluster');
const programs = join(scripts, '../../.cache/cluster/bin');
const IMAGE = 'mcphub.local/mcphub-runtime:judge';

export class Cluster {
  /** The cluster, with an image of this runtime where one is named; `missing` says why there is none. Nothing is built for it: that is `make cluster`'s. */
  static open(runtime) {
    const state = process.env.MCPHUB_CLUSTER_STATE ?? `/tmp/mcphub-cluster-${process.getuid()}`;
    const kubeconfig = process.env.KUBECONFIG ?? join(state, 'kubeconfig');
    const cluster = Object.assign(new Cluster(), { kubeconfig, state, host: '10.254.0.1' });
    if (!existsSync(join(programs, 'kubectl'))) return { missing: 'there is no kubectl; `make cluster` builds one' };
    if (!cluster.try(['version']).ok) return { missing: 'no cluster answers; `make cluster` starts one' };
    if (!runtime) return cluster;
    const folder = mkdtempSync(join(tmpdir(), 'mcphub-image-'));
    for (const words of [['make', IMAGE, runtime, join(folder, 'image.tar')], ['import', join(folder, 'image.tar')]]) {
      const { status, stderr } = spawnSync(join(scripts, 'image.sh'), words, { encoding: 'utf8' });
      if (status !== 0) return { missing: `the runtime's image cannot be brought to its nodes: ${stderr}` };
    }
    rmSync(folder, { recursive: true });
    return cluster;
  }

  /** Of a hub of this name, which runs on this machine. */
  settings(name) {
    return {
      MCPHUB__KUBERNETES__ENABLED: 'true', MCPHUB__KUBERNETES__KUBECONFIG: this.kubeconfig, MCPHUB__KUBERNETES__HUB: `judge-${name}`,
      MCPHUB__KUBERNETES__NAMESPACE_PREFIX: `judge-${name}-`, MCPHUB__KUBERNETES__IMAGE: IMAGE, MCPHUB__KUBERNETES__PULL_POLICY: 'Never',
      MCPHUB__KUBERNETES__GATEWAY_NETWORKS: `${this.host}/32`,
    };
  }

  try(words, input) {
    const { status, stdout, stderr } = spawnSync(join(programs, 'kubectl'), ['--kubeconfig', this.kubeconfig, ...words], { encoding: 'utf8', input, maxBuffer: 64 << 20 });
    return { ok: status === 0, out: stdout, why: stderr };
  }

  run(...words) {
    const { ok, out, why } = this.try(words);
    if (!ok) throw new Error(`kubectl ${words.join(' ')}: ${why.trim()}`);
    return out.trim();
  }

  /** The same for what takes long: others go on meanwhile. */
  async asked(...words) {
    const { stdout } = await promisify(execFile)(join(programs, 'kubectl'), ['--kubeconfig', this.kubeconfig, ...words], { maxBuffer: 64 << 20 });
    return stdout;
  }

  /** Objects of a kind that belong to a server. */
  of(server, kind) {
    return JSON.parse(this.run('get', kind, '-A', '-l', `mcphub.dev/server=${server}`, '-o', 'json')).items;
  }

  /** Pods of a server that were not told to end. */
  pods(server) {
    return this.of(server, 'pods').filter(({ metadata }) => !metadata.deletionTimestamp);
  }

  ready(server) {
    return this.pods(server).filter(({ status }) => status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
  }

  /** Whatever there is of a server. */
  left(server) {
    return ['deployments', 'services', 'secrets', 'configmaps', 'serviceaccounts', 'networkpolicies', 'pdb', 'hpa', 'pods'].flatMap((kind) => this.of(server, kind).map(({ metadata }) => `${kind}/${metadata.name}`));
  }

  /** Kills the API server; it is started anew, as it was, once `body` is over. */
  async withoutServer(body) {
    const file = join(this.state, 'apiserver.pid');
    const process = Number(readFileSync(file, 'utf8'));
    const [program, ...words] = readFileSync(`/proc/${process}/cmdline`, 'utf8').split('\0').slice(0, -1);
    kill(process, 'SIGKILL');
    try {
      await body();
    } finally {
      const log = openSync(join(this.state, 'log/apiserver.log'), 'a');
      const again = spawn(program, words, { detached: true, stdio: ['ignore', log, log] });
      again.unref();
      writeFileSync(file, `${again.pid}\n`);
    }
  }

  /** The process of a pod, as this machine numbers it. */
  process(pod) {
    const hostname = (id) => { try { return readFileSync(join('/proc', id, 'root', 'etc/hostname'), 'utf8').trim(); } catch { return ''; } };
    const isServer = (id) => { try { return readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('/mcphub-runtime'); } catch { return false; } };
    return readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isServer(id)).find((id) => hostname(id) === pod);
  }

  /** Takes away what hubs of this name made. */
  clear(name) {
    const namespaces = JSON.parse(this.run('get', 'namespaces', '-l', `mcphub.dev/hub=judge-${name}`, '-o', 'json')).items;
    for (const { metadata } of namespaces) this.try(['delete', 'namespace', metadata.name, '--wait=false']);
  }
}
