// Real faults, one after the other, each with a hub of its own: what callers notice of them, and what is left when they are over.
// node faults.mjs BINARY [--only upstreams,kills,postgres,redis,disk,clock,deployments]

import { read } from './lib/arguments.mjs';
import { services } from './lib/database.mjs';
import { Steps } from './lib/steps.mjs';
import { upstreams } from './faults/upstreams.mjs';

const { options, rest: [binary] } = read();
const FAULTS = { upstreams };
const names = (options.only ?? Object.keys(FAULTS).join(',')).split(',');
if (!binary || names.some((name) => !FAULTS[name])) {
  console.error(`usage: faults.mjs BINARY [--only ${Object.keys(FAULTS).join(',')}]`);
  process.exit(2);
}

const steps = new Steps('faults');
for (const name of names) {
  steps.prefix = `${name}: `;
  // What cannot even be prepared is a failed step, and the next fault is tried.
  await FAULTS[name]({ steps, binary, there: services() }).catch((error) => steps.step('prepare', () => { throw error; }));
}
steps.prefix = '';
steps.end();
