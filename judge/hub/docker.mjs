// Servers in containers of a real Docker engine: how they are confined, what they reach, what survives, and how many there are.
// node docker.mjs BINARY RUNTIME [--only NAMES] [--short] [--keep]      RUNTIME: the static mcphub-runtime that images carry

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { engine } from '../images/engine.mjs';
import { confined } from './docker/confined.mjs';
import { isolated } from './docker/isolated.mjs';
import { many } from './docker/many.mjs';
import { scaled } from './docker/scaled.mjs';
import { read } from './lib/arguments.mjs';
import { Steps } from './lib/steps.mjs';

const { options, rest: [binary, runtime] } = read(['short', 'keep']);
const PARTS = { confined, isolated, scaled, many };
const names = (options.only ?? Object.keys(PARTS).join(',')).split(',');
if (!runtime || names.some((name) => !PARTS[name])) {
  console.error(`usage: docker.mjs BINARY RUNTIME [--only ${Object.keys(PARTS).join(',')}] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('docker'), { isKept: Boolean(options.keep) });
const folder = mkdtempSync(join(tmpdir(), 'dk-'));
const docker = await engine(folder, true);
if (docker.missing) {
  console.log(`docker: left out, ${docker.missing}`);
} else {
  try {
    for (const name of names) {
      steps.prefix = `${name}: `;
      // Paths of sockets are short: each part's containers share a folder of this one.
      const settings = { DOCKER_HOST: docker.host, MCPHUB__DOCKER__FOLDER: join(folder, name), MCPHUB__IMAGES__RUNTIMES: resolve(runtime) };
      await PARTS[name]({ steps, binary, docker, settings, folder: join(folder, name), isShort: Boolean(options.short), options }).catch((error) => steps.step('prepare', () => { throw error; }));
    }
  } finally {
    await docker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
steps.prefix = '';
steps.end();
