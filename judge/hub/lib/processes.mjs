// What the operating system knows of a hub's processes: children, open files, where they listen. From /proc alone.

import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Every process that lives; those that ended and were not waited for do not. */
function all() {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  const found = numbers.map((id) => {
    const [, rest = ''] = read(`/proc/${id}/stat`).split(/\) (?=[A-Z])/);
    const [state, parent] = rest.split(' ');
    return { id, state, parent: Number(parent) };
  });
  return found.filter(({ state }) => state && state !== 'Z');
}

export function isAlive(id) {
  return all().some((one) => one.id === id);
}

/** The processes that a hub in this folder started for its servers, whoever their parent is by now. */
export function replicas(folder) {
  const words = (id) => read(`/proc/${id}/cmdline`).split('\0');
  return all().map(({ id }) => id).filter((id) => words(id)[1] === 'replica' && link(`/proc/${id}/cwd`) === folder);
}

/** Children of a process that ended and that it did not wait for. */
export function unwaited(parent) {
  return readdirSync('/proc').filter((name) => new RegExp(`\\) Z ${parent} `).test(read(`/proc/${name}/stat`)));
}

/** What a process has open, counted by kind. */
export function opened(id) {
  const counts = { sockets: 0, pipes: 0, database: 0, other: 0 };
  for (const name of readdirSync(`/proc/${id}/fd`)) {
    const to = link(`/proc/${id}/fd/${name}`);
    if (to.startsWith('socket:')) counts.sockets += 1;
    else if (to.startsWith('pipe:')) counts.pipes += 1;
    else if (/\.db(-wal|-shm)?$/.test(to)) counts.database += 1;
    else if (to) counts.other += 1;
  }
  return counts;
}

/** Ports of this machine at which some processes listen. */
export function listening(ids) {
  const own = new Set(ids.flatMap((id) => {
    try {
      return readdirSync(`/proc/${id}/fd`).map((name) => link(`/proc/${id}/fd/${name}`).match(/^socket:\[(\d+)\]$/)?.[1]);
    } catch {
      return [];
    }
  }));
  const lines = ['tcp', 'tcp6'].flatMap((name) => read(`/proc/net/${name}`).split('\n').slice(1)).map((line) => line.trim().split(/\s+/));
  const there = lines.filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode));
  return there.map(([, local]) => parseInt(local.split(':')[1], 16)).sort((a, b) => a - b);
}

/** Kilobytes of memory that a process has. */
export function memory(id) {
  return Number(read(`/proc/${id}/status`).match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
}
