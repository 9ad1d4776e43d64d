// A real Docker engine: the one that answers, or one of our own in a folder that is thrown away.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

import { until } from '../hub/lib/steps.mjs';

/** The engine, or why there is none. `isOwn`: one of our own in any case, which may be killed and started anew. */
export async function engine(folder, isOwn = false) {
  if (!isOwn && spawnSync('docker', ['version']).status === 0) return client(process.env.DOCKER_HOST ?? '', () => {});
  const daemon = ['/usr/sbin/dockerd', '/usr/bin/dockerd'].find((path) => existsSync(path));
  if (!daemon || process.getuid() !== 0) return { missing: 'there is no Docker engine, and none can be started (install docker.io, be root)' };
  const host = `unix://${folder}/docker.sock`;
  const rest = ['--iptables=false', '--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '-p', `${folder}/docker.pid`];
  let child;
  const start = async () => {
    // Into a file: whoever waits for an answer of its cannot read a pipe meanwhile, and it would wait, too.
    const log = openSync(`${folder}/dockerd.log`, 'a');
    child = spawn(daemon, ['-H', host, ...rest], { stdio: ['ignore', 'ignore', log] });
    closeSync(log);
    await until(30, 'the start of dockerd', () => own.try('version').status === 0);
  };
  const end = async (signal) => {
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill(signal);
    await ended;
  };
  const own = client(host, async () => {
    await end('SIGTERM');
    // It leaves mounts behind, with which the folder cannot be removed; more of them when it was killed.
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1]).filter((path) => path?.startsWith(`${folder}/`));
    for (const path of mounts.reverse()) spawnSync('umount', [path]);
  });
  Object.assign(own, { host, start, kill: () => end('SIGKILL') });
  try {
    await start();
  } catch {
    child.kill('SIGKILL');
    return { missing: `dockerd does not start: ${readFileSync(`${folder}/dockerd.log`, 'utf8').trim().split('\n').at(-1)}` };
  }
  return own;
}

function client(host, stop) {
  const env = host ? { ...process.env, DOCKER_HOST: host } : process.env;
  const attempt = (...words) => spawnSync('docker', words, { env, encoding: 'utf8', maxBuffer: 64 << 20 });
  return {
    env,
    stop,
    try: attempt,
    run: (...words) => {
      const { status, stdout, stderr } = attempt(...words);
      if (status !== 0) throw new Error(`docker ${words[0]}: ${stderr.trim()}`);
      return stdout.trim();
    },
  };
}
