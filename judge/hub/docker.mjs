// Servers in containers of a real Docker engine: how they are confined, what they reach, what survives, and how many there are.
// node docker.mjs BINARY RUNTIME [--only NAMES] [--short] [--keep]      RUNTIME: the static mcphub-runtime that images carry

import { busy } from './docker/busy.mjs';
import { confined } from './docker/confined.mjs';
import { isolated } from './docker/isolated.mjs';
import { many } from './docker/many.mjs';
import { scaled } from './docker/scaled.mjs';
import { read } from './lib/arguments.mjs';
import { withContainers } from './lib/docker.mjs';
import { Steps } from './lib/steps.mjs';

const { options, rest: [binary, runtime] } = read(['short', 'keep']);
const PARTS = { confined, isolated, scaled, busy, many };
const names = (options.only ?? Object.keys(PARTS).join(',')).split(',');
if (!runtime || names.some((name) => !PARTS[name])) {
  console.error(`usage: docker.mjs BINARY RUNTIME [--only ${Object.keys(PARTS).join(',')}] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('docker'), { isKept: Boolean(options.keep) });
const containers = await withContainers(runtime);
if (containers.missing) {
  console.log(`docker: left out, ${containers.missing}`);
} else {
  const { docker, share, settings } = containers;
  try {
    for (const name of names) {
      steps.prefix = `${name}: `;
      const given = { steps, binary, docker, settings: settings(name), folder: share(name), isShort: Boolean(options.short), options };
      await PARTS[name](given).catch((error) => steps.step('prepare', () => { throw error; }));
    }
  } finally {
    await containers.stop();
  }
}
steps.prefix = '';
steps.end();
