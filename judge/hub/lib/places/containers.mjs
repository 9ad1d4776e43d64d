// Containers of an engine of a run's own, as faults and attacks see them.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { containers, images, running } from '../../docker/containers.mjs';
import { Place, listed } from './place.mjs';

/** A path as the container with this process sees it. */
const within = (pid, path) => ['/proc', pid, 'root', path].join('/');

export class Containers extends Place {
  static of(name, { engine: { docker, share, settings } }) {
    return Object.assign(new Containers(), { name, docker, share, settings: settings(name), folders: [name] });
  }

  target = 'docker';
  memory = 'MCPHUB__DOCKER__MEMORY_MIB';
  endsWithHub = false;

  own(process) {
    this.folders.push(`${this.name}-${process}`);
    return { MCPHUB__DOCKER__FOLDER: this.share(`${this.name}-${process}`) };
  }

  async running() {
    return running(this.docker).map(({ Id, State, Mounts, Config }) => ({ id: Id, pid: State.Pid, replica: Config.Labels['mcphub.replica'], folder: Mounts.find(({ Type }) => Type === 'bind')?.Source }));
  }

  isOf(one, row) {
    return row.id === one.replica || (Boolean(one.folder) && row.address?.includes(one.folder));
  }

  async left() {
    return { containers: containers(this.docker).map(({ Name }) => Name), images: images(this.docker), folders: this.folders.flatMap((name) => files(this.share(name))) };
  }

  async clear() {
    const all = containers(this.docker).map(({ Id }) => Id);
    if (all.length > 0) this.docker.try('rm', '-f', ...all);
    for (const name of images(this.docker)) this.docker.try('rmi', '-f', name);
    for (const name of this.folders) rmSync(this.share(name), { recursive: true, force: true });
  }

  /** What can be seen of one, and what it is told. */
  async described(one) {
    const { Image } = JSON.parse(this.docker.run('inspect', one.id))[0];
    const open = [this.docker.run('inspect', one.id), this.docker.run('inspect', Image), this.docker.run('logs', one.id), ...['environ', 'cmdline'].map((name) => readFileSync(`/proc/${one.pid}/${name}`, 'utf8'))];
    return { open: open.join('\n'), secret: this.told(one) };
  }

  told({ pid }) {
    return readFileSync(within(pid, 'run/mcphub/told.json'), 'utf8');
  }

  /** What others have to show it. */
  async token(one) {
    return JSON.parse(this.told(one)).token;
  }

  asked(one, token) {
    return listed({ socketPath: `${one.folder}/mcp.sock` }, token);
  }

  /** Whether its way out leads there. */
  async reaches(one, host, port) {
    return (await said(within(one.pid, 'run/hub/out.sock'), `${host} ${port}\n`)).startsWith('ok');
  }

  /** What one may do to another that it should not; nothing in words where there is nothing. */
  async attack(mine, theirs) {
    const shared = readdirSync(within(mine.pid, 'run/hub')).sort().join();
    if (shared !== 'mcp.sock,out.sock') return `it shares more than its two sockets: ${shared}`;
    if (mine.folder === theirs.folder) return 'both share one folder';
    const { stdout } = spawnSync('nsenter', ['-t', String(mine.pid), '-n', 'cat', '/proc/net/dev'], { encoding: 'utf8' });
    const names = stdout.split('\n').slice(2).map((line) => line.split(':')[0].trim()).filter(Boolean);
    if (!names.includes('lo') || names.some((name) => /^(eth|veth|br|docker)/.test(name))) return `it has an interface: ${names}`;
    const [one, other] = [mine, theirs].map(({ pid }) => readlinkSync(`/proc/${pid}/ns/net`));
    return one === other ? 'both are in one network' : '';
  }
}

/** What somebody at a socket says to this, until nothing more comes. */
function said(path, words) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path, () => socket.write(words));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (bytes) => { text += bytes; if (text.includes('\n')) socket.destroy(); });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

/** What a folder has of replicas; beside them it says which hubs live. */
function files(folder) {
  try {
    return readdirSync(folder).filter((name) => name !== '.holders');
  } catch {
    return [];
  }
}
