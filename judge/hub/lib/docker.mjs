// An engine of a run's own for servers in containers, and the settings of a hub that uses it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { engine } from '../../images/engine.mjs';

/**
 * Starts one. `settings(name)`: of a hub whose containers share a folder of that name; `stop()` takes everything away. `missing`: why there
 * is none. `runtime`: the static mcphub-runtime that images carry.
 */
export async function withContainers(runtime) {
  // Paths of sockets are short.
  const folder = mkdtempSync(join(tmpdir(), 'dk-'));
  const docker = await engine(folder, true);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (docker.missing) {
    remove();
    return docker;
  }
  const share = (name) => join(folder, name);
  const settings = (name) => ({ DOCKER_HOST: docker.host, MCPHUB__DOCKER__FOLDER: share(name), MCPHUB__IMAGES__RUNTIMES: resolve(runtime) });
  return { docker, share, settings, stop: async () => { await docker.stop(); remove(); } };
}
