// Two organisations on one hub, with servers of the same name where `--targets` says: what each sees of the other, be it through the gateway, over REST, in
// what serves them, on the network, or by noise.
// node tenants.mjs BINARY [--targets NAMES] [--runtime FILE] [--keep]      FILE: the static mcphub-runtime, for `docker` and `kubernetes`

import { read } from './lib/arguments.mjs';
import { withHub } from './lib/bench.mjs';
import { Places, TARGETS } from './lib/places.mjs';
import { Steps } from './lib/steps.mjs';
import { Upstream } from './lib/upstream.mjs';
import { apart } from './tenants/apart.mjs';
import { neighbours } from './tenants/neighbours.mjs';
import { secrets } from './tenants/secrets.mjs';
import { table } from './tenants/table.mjs';
import { told } from './tenants/told.mjs';
import { served } from './tenants/world.mjs';

const { options, rest: [binary] } = read(['keep']);
const targets = (options.targets ?? 'embedded,process').split(',');
if (!binary || targets.some((target) => !TARGETS.includes(target))) {
  console.error(`usage: tenants.mjs BINARY [--targets ${TARGETS.join(',')}] [--runtime FILE] [--keep]`);
  process.exit(2);
}

/** So that one organisation's servers come to their limit. */
const MEBIBYTES = '256';

const steps = Object.assign(new Steps('tenants'), { isKept: Boolean(options.keep) });
const places = await Places.open(targets, options.runtime);
try {
  for (const [target, why] of Object.entries(places.missing)) console.log(`skip ${target}: ${why}`);
  for (const target of targets.filter((one) => !places.missing[one])) {
    steps.prefix = `${target}: `;
    const place = places.of(target, 'tenants');
    await run(place).catch((error) => steps.step('prepare', () => { throw error; }));
    await place.clear();
  }
} finally {
  await places.stop();
}
steps.prefix = '';
steps.end();

async function run(place) {
  const settings = { ...place.settings, MCPHUB__ACCOUNTS__SIGN_UP: 'open', ...(place.memory ? { [place.memory]: MEBIBYTES } : {}) };
  const upstreams = [await Upstream.start(place.host), await Upstream.start(place.host)];
  try {
    await withHub(steps, 'tenants', binary, { settings, host: place.host }, async (bench) => {
      bench.team.target = place.target;
      const world = { steps, place, ...bench, ...(await served(bench.team, upstreams)) };
      for (const part of [table, secrets, told, apart, neighbours]) await part(world);
    });
  } finally {
    for (const upstream of upstreams) await upstream.stop();
  }
}
