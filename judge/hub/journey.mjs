// The journey through a hub, wherever it runs: from the first administrator to signing out, and then every planted secret is looked for.

import { accounts } from './journey/accounts.mjs';
import { calls } from './journey/calls.mjs';
import { documents } from './journey/documents.mjs';
import { limits } from './journey/limits.mjs';
import { revisions } from './journey/revisions.mjs';
import { secrets } from './journey/secrets.mjs';
import { serving } from './journey/serving.mjs';
import { watching } from './journey/watching.mjs';
import { Canaries } from './lib/canary.mjs';
import { Rest } from './lib/rest.mjs';
import { Upstream } from './lib/upstream.mjs';

/**
 * `hub`: `apis` and `gateways` with their URLs, and `setupToken`, or `admin` where there is one. What it does not tell is left out with a
 * word: `logs()` and `metrics()`, `stop()` and `start()` of an API's process. `database`: its, or nothing. `host`: this machine, as the hub
 * sees it. `keyRate`: requests that it takes with one key in a minute. `target`: where servers run. `mark`: what tells this run's names from others'.
 */
export async function journey({ steps, canary, hub, database, host = '127.0.0.1', keyRate, target, mark = '', python, planted = [] }) {
  const canaries = new Canaries();
  for (const secret of planted) canaries.plant(...secret);
  const upstream = await Upstream.start(host);
  const places = hub.apis.map((one) => one.url);
  const gateways = hub.gateways.map((one) => one.url);
  const world = { steps, hub, database, upstream, canaries, places, gateways, host, keyRate, target, mark, slug: `shop${mark}`, python, rest: new Rest(places, canaries.keep) };
  try {
    for (const part of [accounts, documents, calls, serving, revisions, watching, limits]) await part(world);
    await secrets({ ...world, steps: canary });
  } finally {
    await upstream.stop();
  }
}
