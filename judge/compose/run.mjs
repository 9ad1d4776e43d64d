// The compose file, as a user has it: `docker compose up` of the real program on a real engine, and the journey through what it starts.
// node run.mjs IMAGES [--python PYTHON] [--keep]      IMAGES: the folder of `make image`. Images of PostgreSQL, Redis and Caddy cannot be pulled: images.sh makes stand-ins.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { read } from '../hub/lib/arguments.mjs';
import { Steps, expect } from '../hub/lib/steps.mjs';
import { engine } from '../images/engine.mjs';
import { PROGRAM, ROLES, Stack } from './stack.mjs';

const { options, rest: [images] } = read(['keep']);
if (!images) {
  console.error('usage: run.mjs IMAGES [--python PYTHON] [--keep]');
  process.exit(2);
}
const here = new URL('.', import.meta.url).pathname;
const steps = new Steps('compose');

async function started(stack, docker) {
  await steps.step('the engine takes the images', () => {
    for (const name of ['mcphub', 'mcphub-runtime']) docker.run('load', '-i', join(resolve(images), `${name}.tar`));
    const [{ Config }] = JSON.parse(docker.run('inspect', 'mcphub:0.1.0'));
    expect(Config.User === '65532:65532' && Config.Labels['org.opencontainers.image.title'] === 'MCP Hub', 'they are otherwise', Config);
  });
  await steps.step('stand-ins are made of what cannot be pulled', () => {
    const { status, stdout, stderr } = spawnSync(join(here, 'images.sh'), [join(here, '../../.cache/compose')], { env: docker.env, encoding: 'utf8' });
    expect(status === 0, stderr);
    console.log(`     ${stdout.trim().split('\n').join(', ')}`);
  });
  await steps.step('the hub\'s image, alone: nobody\'s user, a root that is not written to, no capabilities; it says its version', () => {
    const said = docker.run('run', '--rm', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--network', 'none', 'mcphub:0.1.0', '--version');
    expect(/^mcphub \d/.test(said), 'it says something else', said);
  });
  await steps.step('docker compose up --wait: everything is healthy', () => {
    stack.prepare();
    console.log(`     ${stack.docker('compose', 'version')}`);
    stack.up();
    const states = [...ROLES, 'postgres', 'redis'].map((name) => [name, stack.state(name).Health.Status]);
    expect(states.every(([, status]) => status === 'healthy'), 'not everything is', states);
    const restarts = ROLES.map((name) => [name, Number(stack.docker('inspect', '-f', '{{.RestartCount}}', stack.container(name)))]);
    expect(restarts.every(([, count]) => count === 0), 'some were started again', restarts);
  });
}

// Paths of sockets are short.
const folder = mkdtempSync(join(tmpdir(), 'cp-'));
const docker = existsSync(PROGRAM) ? await engine(folder, true) : { missing: 'there is no Docker Compose; judge/compose/build.sh builds one' };
if (docker.missing) {
  console.log(`compose: left out, ${docker.missing}`);
} else {
  const stack = new Stack(folder, docker.host);
  await started(stack, docker);
  if (steps.failed === 0) {
    await steps.step('the journey through it', () => {
      // Only a new process takes the proxy's own certificate.
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: stack.certificate() };
      const words = [join(here, 'used.mjs'), folder, docker.host, ...(options.python ? ['--python', options.python] : [])];
      const { status } = spawnSync(process.execPath, words, { env, stdio: 'inherit' });
      expect(status === 0, 'something of it failed');
    });
    await steps.step('docker compose down -v: nothing is left', () => {
      for (const id of stack.servers()) stack.docker('rm', '-f', id);
      stack.compose('down', '-v', '--timeout', '30');
      const left = [stack.docker('ps', '-aq'), stack.docker('volume', 'ls', '-q', '--filter', 'name=mcphub_'), stack.docker('network', 'ls', '-q', '--filter', 'name=mcphub_')].filter(Boolean);
      expect(left.length === 0, 'something is', left);
    });
  }
  if (steps.failed > 0) stack.keepLogs();
  // Bridges would outlive the engine, and their addresses with them.
  if (steps.failed > 0) stack.try('compose', '-f', join(folder, 'deploy/compose.yaml'), 'down');
  await docker.stop();
}
if (steps.failed > 0 || options.keep) {
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  console.log(`the logs are in ${folder}`);
} else {
  rmSync(folder, { recursive: true, force: true });
}
steps.end();
