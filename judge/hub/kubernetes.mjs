// Servers as pods of a real cluster: how they are confined, what they reach, what is repaired, and how many there are.
// node kubernetes.mjs BINARY RUNTIME [--only NAMES] [--short] [--keep]      RUNTIME: the static mcphub-runtime; the cluster is `make cluster`'s

import { resolve } from 'node:path';

import { allowed } from './kubernetes/allowed.mjs';
import { isolated } from './kubernetes/isolated.mjs';
import { repaired } from './kubernetes/repaired.mjs';
import { rolled } from './kubernetes/rolled.mjs';
import { scaled } from './kubernetes/scaled.mjs';
import { read } from './lib/arguments.mjs';
import { Cluster } from './lib/cluster.mjs';
import { Steps } from './lib/steps.mjs';

const { options, rest: [binary, runtime] } = read(['short', 'keep']);
const PARTS = { allowed, rolled, isolated, repaired, scaled };
const names = (options.only ?? Object.keys(PARTS).join(',')).split(',');
if (!runtime || names.some((name) => !PARTS[name])) {
  console.error(`usage: kubernetes.mjs BINARY RUNTIME [--only ${Object.keys(PARTS).join(',')}] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('kubernetes'), { isKept: Boolean(options.keep) });
const cluster = Cluster.open(resolve(runtime));
if (cluster.missing) {
  console.log(`kubernetes: left out, ${cluster.missing}`);
} else {
  for (const name of names) {
    steps.prefix = `${name}: `;
    const given = { steps, binary, cluster, settings: cluster.settings(name), isShort: Boolean(options.short) };
    await PARTS[name](given).catch((error) => steps.step('prepare', () => { throw error; }));
    cluster.clear(name);
  }
}
steps.prefix = '';
steps.end();
