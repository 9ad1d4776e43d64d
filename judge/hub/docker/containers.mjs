// What a Docker engine has of a hub's servers.

import { readdirSync } from 'node:fs';

/** Containers of ours, as the engine describes them; of one server where it is named. */
export function containers(docker, server) {
  const filter = server ? `label=mcphub.server=${server}` : 'label=mcphub.hub';
  const ids = docker.run('ps', '-aq', '--filter', filter).split('\n').filter(Boolean);
  // Some may be gone by now: it describes the others.
  return ids.length ? JSON.parse(docker.try('inspect', ...ids).stdout || '[]') : [];
}

/** Those that run. */
export function running(docker, server) {
  return containers(docker, server).filter(({ State }) => State.Running);
}

/** Images of ours, whichever hub's. */
export function images(docker) {
  return docker.run('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n').filter((name) => name.startsWith('mcphub-'));
}

/** Whatever is left of ours: containers, images but for those that were there before, folders. */
export function left(docker, folder, before = []) {
  const own = images(docker).filter((name) => !before.includes(name));
  // What begins with a dot says which hubs live, and is of no container.
  return { containers: containers(docker).map(({ Name }) => Name), images: own, folders: readdirSync(folder).filter((name) => !name.startsWith('.')) };
}
