// The Helm chart: what it renders, by goldens, by helm, by the hub's own settings and by an API server; with --install, a hub on a real cluster.
// node run.mjs BINARY [--bless] [--install IMAGES] [--keep]      BINARY: mcphub; IMAGES: the folder of `make image`; the cluster is `make cluster`'s

import { resolve } from 'node:path';

import { read } from '../hub/lib/arguments.mjs';
import { Steps } from '../hub/lib/steps.mjs';
import { installed } from './installed.mjs';
import { Place } from './place.mjs';
import { rendered } from './rendered.mjs';

const { options, rest: [binary] } = read(['bless', 'keep']);
if (!binary) {
  console.error('usage: run.mjs BINARY [--bless] [--install IMAGES] [--keep]');
  process.exit(2);
}
const place = Place.open();
const steps = new Steps('helm');
if (place.missing) {
  console.log(`helm: left out, ${place.missing}`);
} else {
  steps.prefix = 'rendered: ';
  await rendered({ steps, place, binary: resolve(binary), isBlessed: Boolean(options.bless) });
  if (options.install) {
    steps.prefix = 'installed: ';
    await installed({ steps, place, images: resolve(options.install), isKept: Boolean(options.keep) }).catch((error) => steps.step('prepare', () => { throw error; }));
  }
}
steps.prefix = '';
steps.end();
