// Secrets that are elsewhere: the master key and credentials in a real HashiCorp Vault, and in Secrets of a real cluster.
// node secrets.mjs BINARY [--only NAMES] [--targets embedded,process,docker,kubernetes] [--runtime MCPHUB_RUNTIME] [--cluster] [--short] [--keep]
// Vault is what `make vault` builds, one of the run's own; containers and pods need the static runtime; the cluster is `make cluster`'s,
// whose API server is killed for a moment but with --short.

import { resolve } from 'node:path';

import { read } from './lib/arguments.mjs';
import { Canaries } from './lib/canary.mjs';
import { Cluster } from './lib/cluster.mjs';
import { withContainers } from './lib/docker.mjs';
import { Steps } from './lib/steps.mjs';
import { Vault } from './lib/vault.mjs';
import { cluster } from './secrets/cluster.mjs';
import { console_ } from './secrets/console.mjs';
import { files } from './secrets/files.mjs';
import { master } from './secrets/master.mjs';
import { outage } from './secrets/outage.mjs';
import { reach } from './secrets/reach.mjs';
import { refused } from './secrets/refused.mjs';
import { several } from './secrets/several.mjs';
import { sources } from './secrets/sources.mjs';

const { options, rest: [binary] } = read(['keep', 'cluster', 'short']);
const PARTS = { master, refused, sources, reach, outage, several, files, console: console_, ...(options.cluster ? { cluster } : {}) };
const TARGETS = ['embedded', 'process', 'docker', 'kubernetes'];
const names = (options.only ?? Object.keys(PARTS).join(',')).split(',');
const targets = (options.targets ?? 'embedded,process').split(',');
const isCarried = targets.some((target) => ['docker', 'kubernetes'].includes(target));
if (!binary || names.some((name) => !PARTS[name]) || targets.some((target) => !TARGETS.includes(target)) || (isCarried && !options.runtime)) {
  console.error(`usage: secrets.mjs BINARY [--only ${Object.keys(PARTS).join(',')}] [--targets ${TARGETS.join(',')}] [--runtime MCPHUB_RUNTIME] [--cluster] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('secrets'), { isKept: Boolean(options.keep) });
const ends = [];

/** Where a shop's server runs: the hub's settings for it, and the address that upstreams listen at. */
async function place(target) {
  if (target === 'docker') {
    const containers = await withContainers(options.runtime);
    if (containers.missing) return { target, missing: containers.missing };
    ends.push(() => containers.stop());
    return { target, settings: containers.settings('secrets') };
  }
  if (target === 'kubernetes') {
    const opened = Cluster.open(resolve(options.runtime));
    if (opened.missing) return { target, missing: opened.missing };
    ends.push(() => opened.clear('sources'));
    return { target, settings: opened.settings('sources'), host: opened.host };
  }
  return { target, settings: {} };
}

const vault = await Vault.start();
if (vault.missing) {
  console.log(`secrets: left out, ${vault.missing}`);
} else {
  ends.push(() => vault.stop());
  try {
    const given = { steps, binary, vault, places: [], isShort: Boolean(options.short) };
    if (names.includes('sources')) for (const target of targets) given.places.push(await place(target));
    if (names.includes('cluster')) {
      given.cluster = Cluster.open();
      if (given.cluster.missing) {
        console.log(`cluster: left out, ${given.cluster.missing}`);
        names.splice(names.indexOf('cluster'), 1);
      }
    }
    for (const name of names) {
      steps.prefix = `${name}: `;
      const canaries = new Canaries();
      for (const [what, text] of Object.entries({ 'root token': vault.root, 'unseal key': vault.unsealKey })) canaries.plant(what, text);
      await PARTS[name]({ ...given, canaries }).catch((error) => steps.step('prepare', () => { throw error; }));
    }
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
steps.prefix = '';
steps.end();
