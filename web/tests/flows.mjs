// The console in a real browser against the real binary. node tests/flows.mjs BINARY [--only PART] [--database sqlite|postgres] [--timed]

import { parseArgs } from 'node:util';
import { Steps } from '../../judge/hub/lib/steps.mjs';
import { account } from './flows/account.mjs';
import { accessible } from './flows/accessible.mjs';
import { apis } from './flows/apis.mjs';
import { assets } from './flows/assets.mjs';
import { design } from './flows/design.mjs';
import { failures } from './flows/failures.mjs';
import { firstRun } from './flows/first-run.mjs';
import { hostile } from './flows/hostile.mjs';
import { large } from './flows/large.mjs';
import { layers } from './flows/layers.mjs';
import { live } from './flows/live.mjs';
import { operation } from './flows/operation.mjs';
import { organisation } from './flows/organisation.mjs';
import { platform } from './flows/platform.mjs';
import { playground } from './flows/playground.mjs';
import { session } from './flows/session.mjs';
import { Visitor, launch } from './lib/browser.mjs';
import { World } from './lib/world.mjs';

const { values: options, positionals: [binary] } = parseArgs({
  allowPositionals: true, options: { database: { type: 'string', default: 'sqlite' }, only: { type: 'string', default: '' }, timed: { type: 'boolean' } },
});
if (!binary) {
  console.error('usage: flows.mjs BINARY [--only PART] [--database sqlite|postgres] [--timed]');
  process.exit(2);
}

const steps = new Steps('console');
const world = await World.begin(binary, { database: options.database });
const browser = await launch();
try {
  const visitor = await Visitor.begin(browser, world.url);
  const given = { world, browser, visitor, steps };
  // The others need what the first makes.
  const told = await firstRun({ ...given, isTimed: options.timed });
  const flows = [
    live, session, failures, apis, organisation, account, platform, design, playground, operation, hostile, accessible, layers, large,
  ];
  for (const flow of flows) {
    if (flow.name.toLowerCase().includes(options.only.toLowerCase())) await flow({ ...given, told });
  }
  if ('assets'.includes(options.only.toLowerCase())) await assets({ binary, browser, steps });
} finally {
  await browser.close();
  await world.end();
}
steps.end();
