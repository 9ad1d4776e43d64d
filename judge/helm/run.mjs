// The Helm chart: what it renders, by goldens, by helm, by the hub's own settings and by an API server; with --install, a hub on a real cluster.
// node run.mjs BINARY [--bless] [--install IMAGES] [--only rendered|installed|vault|journey] [--python PYTHON] [--keep]
//   BINARY: mcphub; IMAGES: the folder of `make image`; the cluster is `make cluster`'s

import { resolve } from 'node:path';

import { read } from '../hub/lib/arguments.mjs';
import { Steps } from '../hub/lib/steps.mjs';
import { installed } from './installed.mjs';
import { travelled } from './journey.mjs';
import { Place } from './place.mjs';
import { rendered } from './rendered.mjs';
import { vaulted } from './vault.mjs';

const { options, rest: [binary] } = read(['bless', 'keep']);
if (!binary) {
  console.error('usage: run.mjs BINARY [--bless] [--install IMAGES] [--only rendered|installed|vault|journey] [--python PYTHON] [--keep]');
  process.exit(2);
}
const place = Place.open();
const steps = new Steps('helm');
if (place.missing) {
  console.log(`helm: left out, ${place.missing}`);
} else {
  const python = options.python ?? new URL('../../.cache/python/bin/python', import.meta.url).pathname;
  const onCluster = (part) => part({ steps, place, images: resolve(options.install), python, isKept: Boolean(options.keep) }).catch((error) => steps.step('prepare', () => { throw error; }));
  const parts = {
    rendered: () => rendered({ steps, place, binary: resolve(binary), isBlessed: Boolean(options.bless) }),
    ...(options.install ? { installed: () => onCluster(installed), vault: () => onCluster(vaulted), journey: () => onCluster(travelled) } : {}),
  };
  for (const [name, part] of Object.entries(parts)) {
    if (options.only && options.only !== name) continue;
    steps.prefix = `${name}: `;
    await part();
  }
}
steps.prefix = '';
steps.end();
