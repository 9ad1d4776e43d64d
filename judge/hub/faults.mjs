// Real faults, one after the other, each with a hub of its own: what callers notice of them, and what is left when they are over.
// node faults.mjs BINARY [--only NAMES] [--runtime FILE] [--targets NAMES] [--short] [--keep]
// FILE: the static mcphub-runtime, with which rollouts are tried in containers, too

import { read } from './lib/arguments.mjs';
import { services } from './lib/database.mjs';
import { Steps } from './lib/steps.mjs';
import { clock } from './faults/clock.mjs';
import { deployments } from './faults/deployments.mjs';
import { disk } from './faults/disk.mjs';
import { kills } from './faults/kills.mjs';
import { leaks } from './faults/leaks.mjs';
import { postgres } from './faults/postgres.mjs';
import { redis } from './faults/redis.mjs';
import { rollout } from './faults/rollout.mjs';
import { upstreams } from './faults/upstreams.mjs';

const { options, rest: [binary] } = read(['short', 'keep']);
const FAULTS = { upstreams, leaks, kills, postgres, redis, disk, clock, rollout, deployments };
const names = (options.only ?? Object.keys(FAULTS).join(',')).split(',');
if (!binary || names.some((name) => !FAULTS[name])) {
  console.error(`usage: faults.mjs BINARY [--only ${Object.keys(FAULTS).join(',')}] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('faults'), { isKept: Boolean(options.keep) });
for (const name of names) {
  steps.prefix = `${name}: `;
  // What cannot even be prepared is a failed step, and the next fault is tried.
  await FAULTS[name]({ steps, binary, there: services(), isShort: Boolean(options.short), options }).catch((error) => steps.step('prepare', () => { throw error; }));
}
steps.prefix = '';
steps.end();
