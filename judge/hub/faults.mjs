// Real faults, one after the other, each with a hub of its own: what callers notice of them, and what is left when they are over.
// node faults.mjs BINARY [--only NAMES] [--targets NAMES] [--runtime FILE] [--short] [--keep]
// NAMES of targets: where servers run, `embedded,process` where nothing is said; FILE: the static mcphub-runtime, for `docker` and `kubernetes`

import { read } from './lib/arguments.mjs';
import { services } from './lib/database.mjs';
import { Places, TARGETS } from './lib/places.mjs';
import { Steps } from './lib/steps.mjs';
import { clock } from './faults/clock.mjs';
import { deployments } from './faults/deployments.mjs';
import { disk } from './faults/disk.mjs';
import { kills } from './faults/kills.mjs';
import { leaks } from './faults/leaks.mjs';
import { moved } from './faults/moved.mjs';
import { postgres } from './faults/postgres.mjs';
import { redis } from './faults/redis.mjs';
import { replicas } from './faults/replicas.mjs';
import { rollout } from './faults/rollout.mjs';
import { upstreams } from './faults/upstreams.mjs';

const { options, rest: [binary] } = read(['short', 'keep']);
/** Those that are about replicas, or about a hub that has some: in the gateway's own process there are none. Beside them all have servers there, too. */
const APART = TARGETS.filter((target) => target !== 'embedded');
const FAULTS = {
  upstreams: [upstreams, TARGETS], replicas: [replicas, APART], leaks: [leaks, APART], kills: [kills, APART], postgres: [postgres, APART], redis: [redis, APART],
  disk: [disk, APART], clock: [clock, APART], rollout: [rollout, TARGETS], moved: [moved, APART], deployments: [deployments, APART],
};
const names = (options.only ?? Object.keys(FAULTS).join(',')).split(',');
const targets = (options.targets ?? 'embedded,process').split(',');
if (!binary || names.some((name) => !FAULTS[name]) || targets.some((target) => !TARGETS.includes(target))) {
  console.error(`usage: faults.mjs BINARY [--only ${Object.keys(FAULTS).join(',')}] [--targets ${TARGETS.join(',')}] [--runtime FILE] [--short] [--keep]`);
  process.exit(2);
}

const steps = Object.assign(new Steps('faults'), { isKept: Boolean(options.keep) });
const places = await Places.open(targets, options.runtime);
try {
  for (const [target, why] of Object.entries(places.missing)) console.log(`skip ${target}: ${why}`);
  for (const name of names) {
    const [fault, where] = FAULTS[name];
    for (const target of targets.filter((one) => where.includes(one) && !places.missing[one])) {
      steps.prefix = `${name}, ${target}: `;
      const place = places.of(target, name);
      // What cannot even be prepared is a failed step, and the next fault is tried.
      const given = { steps, binary, there: services(), isShort: Boolean(options.short), options, place, places };
      await fault(given).catch((error) => steps.step('prepare', () => { throw error; }));
      await place.clear();
    }
  }
} finally {
  await places.stop();
}
steps.prefix = '';
steps.end();
