// Pods of the cluster that `make cluster` starts, as faults and attacks see them.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CONNECT } from '../connect.mjs';
import { Place, listed } from './place.mjs';

export class Pods extends Place {
  static of(name, { cluster }) {
    return Object.assign(new Pods(), { name: `fault-${name}`, cluster, host: cluster.host, settings: cluster.settings(`fault-${name}`) });
  }

  target = 'kubernetes';
  memory = 'MCPHUB__KUBERNETES__MEMORY_MIB';
  endsWithHub = false;

  async running() {
    const all = await this.objects('pods');
    const alive = all.filter(({ metadata, status }) => !metadata.deletionTimestamp && !['Failed', 'Succeeded'].includes(status.phase));
    return alive.map(({ metadata, spec, status }) => ({
      id: `${metadata.name}/${status.containerStatuses?.[0]?.restartCount ?? 0}`, name: metadata.name, namespace: metadata.namespace, account: spec.serviceAccountName, address: status.podIP,
      isReady: status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    }));
  }

  isOf(one, row) {
    return row.node?.endsWith(`/${one.name}`) || (Boolean(one.address) && row.address === `${one.address}:8080`);
  }

  process(one) {
    return Number(this.cluster.process(one.name));
  }

  async left() {
    const kinds = 'deployments,services,secrets,configmaps,serviceaccounts,poddisruptionbudgets,horizontalpodautoscalers,pods';
    const all = await this.objects(kinds);
    // A namespace has a policy of its own, which is no server's.
    const policies = (await this.objects('networkpolicies')).filter(({ metadata }) => metadata.labels['mcphub.dev/server']);
    return { objects: [...all, ...policies].map(({ kind, metadata }) => `${kind}/${metadata.name}`) };
  }

  async clear() {
    this.cluster.clear(this.name);
  }

  async objects(kinds) {
    return JSON.parse(await this.cluster.asked('get', kinds, '-A', '-l', `mcphub.dev/hub=judge-${this.name}`, '-o', 'json')).items;
  }

  /** What can be seen of one, and what it is told. */
  async described(one) {
    const get = (kind) => JSON.parse(this.cluster.run('get', kind, '-n', one.namespace, '-o', 'json')).items;
    const open = JSON.stringify(['pods', 'configmaps', 'deployments', 'events'].map(get)) + readFileSync(`/proc/${this.process(one)}/environ`, 'utf8');
    const secret = get('secrets').flatMap(({ data }) => Object.values(data ?? {})).map((text) => Buffer.from(text, 'base64').toString());
    return { open, secret: secret.join('\n') };
  }

  /** What others have to show it. */
  async token(one) {
    const { spec } = JSON.parse(this.cluster.run('get', 'pod', one.name, '-n', one.namespace, '-o', 'json'));
    const { secretName } = spec.volumes.find(({ secret }) => secret).secret;
    const { data } = JSON.parse(this.cluster.run('get', 'secret', secretName, '-n', one.namespace, '-o', 'json'));
    return JSON.parse(Buffer.from(data['told.json'], 'base64').toString()).token;
  }

  asked(one, token) {
    return listed({ host: one.address, port: 8080 }, token);
  }

  async reaches(one, host, port) {
    const { stdout, stderr } = spawnSync('nsenter', ['-t', String(this.process(one)), '-n', 'python3', '-c', CONNECT, JSON.stringify([[host, port]])], { encoding: 'utf8' });
    if (!stdout) throw new Error(`nothing was tried: ${stderr}`);
    return JSON.parse(stdout)[`${host}:${port}`] === 'connected';
  }

  /** What one may do to another that it should not; nothing in words where there is nothing. */
  async attack(mine, theirs) {
    if (mine.namespace === theirs.namespace) return 'both are in one namespace';
    if (await this.reaches(mine, theirs.address, 8080)) return 'it reaches the other one';
    const as = `system:serviceaccount:${mine.namespace}:${mine.account}`;
    for (const [verb, what] of [['get', 'secrets'], ['list', 'pods'], ['create', 'pods']]) {
      const { out, why } = this.cluster.try(['auth', 'can-i', verb, what, '-n', theirs.namespace, '--as', as]);
      if (out.trim() !== 'no') return `its account may ${verb} ${what} there: ${out}${why}`;
    }
    return '';
  }
}
