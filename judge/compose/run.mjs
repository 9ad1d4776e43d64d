// The compose file: its five roles run in containers of a real engine as it says, and a server of theirs runs in a container, too.
// node run.mjs IMAGES      IMAGES: the folder of `make image`. No image is pulled: PostgreSQL and Redis are this machine's own, and Caddy is left out.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { call } from '../hub/lib/caller.mjs';
import { Faulty, document } from '../hub/lib/faulty.mjs';
import { Steps, expect, until } from '../hub/lib/steps.mjs';
import { Team } from '../hub/lib/team.mjs';
import { services } from '../helm/services.mjs';
import { engine } from '../images/engine.mjs';

const [images] = process.argv.slice(2);
if (!images) {
  console.error('usage: run.mjs IMAGES');
  process.exit(2);
}
const ROLES = ['api', 'generator', 'deployment', 'gateway', 'web'];
const NETWORK = 'hub';
/** The machine, as containers of the network in the file see it. */
const HOST = '172.30.77.1';
const file = parse(readFileSync(new URL('../../deploy/compose.yaml', import.meta.url), 'utf8'), { merge: true });
/** `${NAME:-what it is}` */
const filled = (text, known = {}) => String(text).replace(/\$\{(\w+):-([^}]*)\}/g, (_, name, usual) => known[name] ?? usual);

/** A service of the file's, as words of `docker run`. */
function words(name, { settings, known }) {
  const service = file.services[name];
  const list = (flag, values = []) => values.flatMap((value) => [flag, filled(value, known)]);
  return [
    'run', '-d', '--name', name, '--network', NETWORK, ...(service.read_only ? ['--read-only'] : []),
    ...list('--cap-drop', service.cap_drop), ...list('--security-opt', service.security_opt), ...list('--group-add', service.group_add), ...list('-v', service.volumes),
    '-v', `${settings}:/run/secrets/mcphub.toml:ro`,
    ...Object.entries(service.environment).flatMap(([variable, value]) => ['-e', `${variable}=${filled(value, known)}`]),
    '--memory', service.mem_limit, '--pids-limit', String(service.pids_limit), filled(service.image, known), ...service.command,
  ];
}

async function journey(steps, docker, folder) {
  let kept;
  let upstream;
  try {
    await steps.step('the engine takes both images', () => {
      for (const name of ['mcphub', 'mcphub-runtime']) docker.run('load', '-i', join(resolve(images), `${name}.tar`));
      const [{ Config }] = JSON.parse(docker.run('inspect', 'mcphub:0.1.0'));
      expect(Config.User === '65532:65532' && Config.Labels['org.opencontainers.image.title'] === 'MCP Hub', 'they are otherwise', Config);
    });
    docker.run('network', 'create', '--subnet', file.networks.hub.ipam.config[0].subnet, NETWORK);
    kept = services(HOST);
    upstream = await Faulty.start(HOST);
    const settings = join(folder, 'mcphub.toml');
    writeFileSync(settings, `[database]\nurl = "${kept.postgres}"\n[redis]\nurl = "${kept.redis}"\n[secrets]\nmaster_key = "${randomBytes(32).toString('base64')}"\n[egress]\nallow = ["${HOST}"]\n[monitoring]\ntimeout_seconds = 5\n`);
    const socket = docker.host.replace('unix://', '');
    const known = { DOCKER_SOCKET: socket, DOCKER_GROUP: String(statSync(socket).gid) };
    const at = (name) => `http://${docker.run('inspect', '-f', `{{(index .NetworkSettings.Networks "${NETWORK}").IPAddress}}`, name)}:8080`;
    await steps.step('five containers of the five roles run', async () => {
      for (const name of ROLES) docker.run(...words(name, { settings, known }));
      const dead = () => ROLES.filter((name) => docker.run('inspect', '-f', '{{.State.Running}}', name) !== 'true');
      for (const name of ['api', 'gateway', 'web']) await until(60, `${name} to be ready`, () => { expect(dead().length === 0, 'some ended', dead()); return fetch(`${at(name)}/readyz`).then(({ ok }) => ok, () => false); });
    });
    if (steps.failed > 0) return;
    await steps.step('each says that it is well, as its health check asks it', async () => {
      for (const name of ROLES) {
        const [, ...check] = file.services[name].healthcheck.test;
        await until(30, `${name} to be well`, (show) => { const { status, stderr } = docker.try('exec', name, ...check); show(stderr); return status === 0; });
      }
    });
    let team;
    await steps.step('an account and an API are made', async () => {
      const { stdout, stderr } = docker.try('logs', 'api');
      const setupToken = `${stdout}${stderr}`.match(/setup\?token=(\S+)/)?.[1];
      team = await Team.begin({ apis: [{ url: at('api') }], gateways: [{ url: at('gateway') }], setupToken });
      team.api1 = await team.api(document(upstream.base));
      team.caller = (await team.key('caller')).key;
    });
    for (const target of ['embedded', 'docker']) {
      await steps.step(`a server runs on the target ${target}, and is called through the gateway`, async () => {
        await team.server(target, team.api1);
        await team.ada.put(`${team.o}/servers/${target}/deployment`, { target, ...(target === 'docker' ? { replicas: 1 } : {}) });
        await team.settled(target);
        const answer = await call(team.url(target), team.caller, 'fine');
        expect(answer.result?.isError === false, 'a call fails', answer.text);
      });
    }
    await steps.step('the server\'s container has no network, and is gone when it is stopped', async () => {
      // One that was slow to start may have been replaced.
      const own = await until(60, 'one container', (show) => { const found = docker.run('ps', '-q', '--filter', 'label=mcphub.server').split('\n').filter(Boolean); show(found); return found.length === 1 && found; });
      expect(docker.run('inspect', '-f', '{{.HostConfig.NetworkMode}}', own[0]) === 'none', 'it has one', own);
      await team.ada.delete(`${team.o}/servers/docker/deployment`);
      await team.settled('docker', 'stopped');
      await until(30, 'its end', () => docker.run('ps', '-aq', '--filter', 'label=mcphub.server') === '');
    });
    if (steps.failed > 0 && team?.ada) console.log((await team.ada.all(`${team.o}/servers/docker/logs`)).map(({ message, at: when }) => `${when} ${message}`).join('\n'));
  } finally {
    if (steps.failed > 0) for (const name of ROLES) { const { stdout, stderr } = docker.try('logs', '--tail', '12', name); console.log(`--- ${name}\n${stdout}${stderr}`); }
    for (const name of ROLES) docker.try('rm', '-f', name);
    await upstream?.stop();
    kept?.stop();
    // Its bridge would outlive the engine, and its addresses with it.
    docker.try('network', 'rm', NETWORK);
  }
}

const steps = new Steps('compose');
// Paths of sockets are short.
const folder = mkdtempSync(join(tmpdir(), 'cp-'));
const docker = await engine(folder, true);
if (docker.missing) {
  console.log(`compose: left out, ${docker.missing}`);
} else {
  await journey(steps, docker, folder).catch((error) => steps.step('prepare', () => { throw error; }));
  await docker.stop();
}
rmSync(folder, { recursive: true, force: true });
steps.end();
