// The journey through a hub that the chart installed: once through its pods, one by one, and once as anybody plays it, through the Services, with servers as pods.

import { spawn } from 'node:child_process';

import { journey } from '../hub/journey.mjs';
import { Postgres } from '../hub/lib/database.mjs';
import { Steps, expect, until } from '../hub/lib/steps.mjs';
import { NAMESPACE } from './place.mjs';
import { ROLES, Release, processOf } from './release.mjs';

/** Requests that the hub takes with one API key in a minute. */
const KEY_RATE = 40;
const ADMIN = { email: 'ada@example.com', name: 'Ada', password: 'wPz7!kestrel-Orchid-19' };

/** A pod as a journey knows a process: it may end it, and see it start again in its place. */
class Pod {
  constructor(place, name, ip) {
    Object.assign(this, { place, name, url: `http://${ip}:8080` });
  }

  get status() {
    return JSON.parse(this.place.cluster.run('get', 'pod', this.name, '-n', NAMESPACE, '-o', 'json')).status.containerStatuses[0];
  }

  async stop() {
    const [id, before, began] = [processOf(this.name), this.status.restartCount, Date.now()];
    process.kill(Number(id), 'SIGTERM');
    await until(60, 'its end', () => processOf(this.name) !== id);
    const millis = Date.now() - began;
    const ended = await until(60, 'what its end came to', () => { const { restartCount, state, lastState } = this.status; return state.terminated ?? (restartCount > before && lastState.terminated); });
    return { code: ended.exitCode, millis };
  }

  start() {
    return until(120, 'its return', () => this.status.ready);
  }
}

/** What a journey needs of a hub. */
function hubOf(place, release) {
  const { cluster } = place;
  const pods = (role) => place.ready(role).map(({ metadata, status }) => new Pod(place, metadata.name, status.podIP));
  const logOf = (name, ...more) => cluster.try(['logs', '-n', NAMESPACE, name, ...more]).out;
  return {
    apis: pods('api'), gateways: pods('gateway'), setupToken: release.setupToken(),
    logs: () => ROLES.flatMap(pods).map(({ name }) => [`log of ${name}`, Buffer.from(logOf(name, '--previous') + logOf(name))]),
    metrics: () => Promise.all(ROLES.flatMap(pods).map(async ({ name, url }) => [`metrics of ${name}`, Buffer.from(await (await fetch(url.replace(':8080', ':9090/metrics'))).text())])),
  };
}

export async function travelled({ steps, place, images, python, isKept }) {
  const release = await Release.begin(place, images);
  const before = steps.failed;
  try {
    const e2e = new Steps('e2e');
    const canary = new Steps('canary');
    await steps.step('helm install', async () => {
      // As the judge's own hubs are told, so that the journey sees the same.
      release.give({}, { rates: { key: KEY_RATE }, telemetry: { level: 'debug' } });
      await release.install();
      await release.whole();
    });
    if (steps.failed > before) return;
    await steps.step('the journey, at each pod', async () => {
      const key = Buffer.from(JSON.parse(place.cluster.run('get', 'secret', 'hub-mcphub-master-key', '-n', NAMESPACE, '-o', 'jsonpath={.data}'))['master-key'], 'base64').toString();
      const planted = [['master key', key, Buffer.from(key, 'base64')], ['URL of PostgreSQL', release.kept.postgres], ['URL of Redis', release.kept.redis]];
      await journey({ steps: e2e, canary, hub: hubOf(place, release), database: Postgres.at(release.kept.postgres), host: place.cluster.host, keyRate: KEY_RATE, python, planted });
      canary.end();
      e2e.end();
      expect(e2e.failed + canary.failed === 0, 'something of it failed');
    });
    const visits = [
      ['the journey, as anybody plays it: through the Services, with servers as pods', 'hub/e2e.mjs', ['--target', 'kubernetes', '--key-rate', String(KEY_RATE)]],
      ['real clients of a server that runs as a pod', 'hub/gateway.mjs', ['--target', 'kubernetes']],
    ];
    for (const [what, program, words] of visits) {
      await steps.step(what, async () => {
        const there = ['--url', release.address('api'), '--gateway', release.address('gateway'), '--account', ADMIN.email, '--host', place.cluster.host];
        const pythons = program.includes('gateway') ? [python, python.replace('/python/', '/python-1/')] : ['--python', python];
        const child = spawn(process.execPath, [new URL(`../${program}`, import.meta.url).pathname, ...pythons, ...there, ...words], { env: { ...process.env, MCPHUB_PASSWORD: ADMIN.password }, stdio: 'inherit' });
        const code = await new Promise((resolve) => { child.once('exit', resolve); });
        expect(code === 0, 'something of it failed');
      });
    }
  } finally {
    release.end({ isKept, isFailed: steps.failed > before });
  }
}
