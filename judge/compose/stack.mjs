// The full stack of compose.yaml, as a user starts it: in a folder of its own, on an engine that is told, by the real Docker Compose.

import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Postgres } from '../hub/lib/database.mjs';
import { until } from '../hub/lib/steps.mjs';

const root = new URL('../../', import.meta.url).pathname;
export const PROGRAM = join(root, '.cache/compose/docker-compose');
export const URL_OF_HUB = 'https://localhost';
/** The machine, as containers of the network in the file see it. */
export const HOST = '172.30.77.1';
/** Requests that the hub takes with one API key in a minute. */
export const KEY_RATE = 40;
export const ROLES = ['api', 'generator', 'deployment', 'gateway', 'web'];
/** Files that a user has. */
const FILES = ['compose.yaml', 'compose/Caddyfile', 'compose/secrets.sh', 'compose/prometheus.yaml', 'compose/grafana', 'helm/mcphub/files'];
/** What a journey wants to be told, and where this machine's upstreams are. */
const SETTINGS = `
[egress]
allow = ["${HOST}"]
[rates]
address = 0
user = 0
key = ${KEY_RATE}
organisation = 0
sign_in = 0
compile = 0
[telemetry]
level = "debug"
`;

export class Stack {
  /** `folder`: where everything is; `host`: the engine's address. */
  constructor(folder, host) {
    this.folder = folder;
    const socket = host.replace('unix://', '');
    const config = join(folder, 'docker');
    this.env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: config, DOCKER_SOCKET: socket, DOCKER_GROUP: String(statSync(socket).gid), MCPHUB_URL: URL_OF_HUB };
  }

  /** What the instructions say, up to the secrets; and Docker Compose where the command line looks for it. */
  prepare() {
    for (const name of FILES) {
      mkdirSync(join(this.folder, 'deploy', name, '..'), { recursive: true });
      cpSync(join(root, 'deploy', name), join(this.folder, 'deploy', name), { recursive: true });
    }
    const plugins = join(this.folder, 'docker/cli-plugins');
    mkdirSync(plugins, { recursive: true });
    symlinkSync(PROGRAM, join(plugins, 'docker-compose'));
    const { status, stderr } = spawnSync(join(this.folder, 'deploy/compose/secrets.sh'), { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    appendFileSync(join(this.folder, 'deploy/compose/secrets/mcphub.toml'), SETTINGS);
  }

  secret(name) {
    return readFileSync(join(this.folder, 'deploy/compose/secrets', name), 'utf8');
  }

  try(...words) {
    return spawnSync('docker', words, { env: this.env, encoding: 'utf8', maxBuffer: 256 << 20 });
  }

  docker(...words) {
    const { status, stdout, stderr } = this.try(...words);
    if (status !== 0) throw new Error(`docker ${words.slice(0, 5).join(' ')}: ${stderr.trim().split('\n').slice(-12).join('\n')}`);
    return stdout.trim();
  }

  compose(...words) {
    return this.docker('compose', '-f', join(this.folder, 'deploy/compose.yaml'), ...words);
  }

  up() {
    return this.compose('up', '-d', '--wait', '--wait-timeout', '300', '--pull', 'never');
  }

  /** The container of a service. */
  container(service) {
    return this.compose('ps', '-a', '-q', service);
  }

  state(service) {
    return JSON.parse(this.docker('inspect', '-f', '{{json .State}}', this.container(service)));
  }

  /** Where a container is in one of the file's networks. */
  address(service, network) {
    return this.docker('inspect', '-f', `{{(index .NetworkSettings.Networks "mcphub_${network}").IPAddress}}`, this.container(service));
  }

  /** Containers of servers, which are the hub's and not the file's. */
  servers() {
    return this.docker('ps', '-a', '-q', '--filter', 'label=mcphub.server').split('\n').filter(Boolean);
  }

  /** Keeps the certificate with which the proxy signs localhost's; answers where. */
  certificate() {
    const file = join(this.folder, 'root.crt');
    this.docker('cp', `${this.container('proxy')}:/data/caddy/pki/authorities/local/root.crt`, file);
    return file;
  }

  setupToken() {
    return this.logsOf('api').match(/setup\?token=([\w-]+)/g)?.at(-1).replace('setup?token=', '');
  }

  logsOf(service) {
    const { stdout, stderr } = this.try('logs', this.container(service));
    return stdout + stderr;
  }

  /** What a journey needs of a hub, through the one address that everybody uses. `admin`: who administers it by now. */
  hub(admin) {
    const stack = this;
    const api = {
      url: URL_OF_HUB,
      async stop() {
        const began = Date.now();
        stack.compose('stop', 'api');
        return { code: stack.state('api').ExitCode, millis: Date.now() - began };
      },
      async start() {
        stack.compose('start', 'api');
        await stack.answers();
      },
    };
    return {
      apis: [api], gateways: [{ url: URL_OF_HUB }], admin, isSetUp: Boolean(admin), setupToken: admin ? undefined : this.setupToken(),
      logs: () => [...ROLES, 'proxy', 'postgres', 'redis'].map((name) => [`log of ${name}`, Buffer.from(stack.logsOf(name))]),
      metrics: () => Promise.all(ROLES.map(async (name) => [`metrics of ${name}`, Buffer.from(await (await fetch(`http://${stack.address(name, 'hub')}:9090/metrics`)).text())])),
    };
  }

  /** Waits until the API is behind the proxy. */
  answers() {
    return until(60, 'the API behind the proxy', (show) => fetch(`${URL_OF_HUB}/api/v1/me`).then(({ status }) => { show(status); return status === 401; }, (error) => { show(error.message); return false; }));
  }

  /** The database that the file has. */
  database() {
    return Postgres.at(`postgres://mcphub:${this.secret('postgres')}@${this.address('postgres', 'kept')}/mcphub`);
  }

  /** Secrets that nobody may show. */
  planted() {
    const key = this.secret('mcphub.toml').match(/master_key = "(.*)"/)[1];
    const redis = this.secret('redis.conf').match(/requirepass (\S+)/)[1];
    return [['master key', key, Buffer.from(key, 'base64')], ['password of PostgreSQL', this.secret('postgres')], ['password of Redis', redis]];
  }

  /** What is told when something went wrong. */
  keepLogs() {
    for (const name of [...ROLES, 'proxy', 'postgres', 'redis']) writeFileSync(join(this.folder, `${name}.log`), this.logsOf(name));
  }
}
