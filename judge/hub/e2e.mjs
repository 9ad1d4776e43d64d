// One journey through the platform, from the first start to signing out, on one process with SQLite, on one with PostgreSQL, and on eight
// that share PostgreSQL and Redis; afterwards every planted secret is looked for in logs, database, metrics and answers.
// node e2e.mjs BINARY [--only sqlite,postgres,eight] [--python PYTHON] [--keep]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { accounts } from './journey/accounts.mjs';
import { calls } from './journey/calls.mjs';
import { documents } from './journey/documents.mjs';
import { KEY_RATE, limits } from './journey/limits.mjs';
import { revisions } from './journey/revisions.mjs';
import { secrets } from './journey/secrets.mjs';
import { serving } from './journey/serving.mjs';
import { DRAIN, watching } from './journey/watching.mjs';
import { read } from './lib/arguments.mjs';
import { Canaries } from './lib/canary.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Rest } from './lib/rest.mjs';
import { Steps } from './lib/steps.mjs';
import { Upstream } from './lib/upstream.mjs';

const { options, rest: [binary] } = read(['keep']);
const python = options.python ?? new URL('../../.cache/python/bin/python', import.meta.url).pathname;
const ALL = ['api', 'generator', 'deployment', 'gateway'];
/** Processes of each form, by name; each with its roles and what its log looks like. */
const SHAPES = {
  sqlite: { hub: [['all', ALL, 'pretty']] },
  postgres: { needs: ['postgres'], hub: [['all', ALL, 'json']] },
  eight: {
    needs: ['postgres', 'redis'],
    hub: [
      ['api-1', ['api'], 'json'], ['api-2', ['api'], 'pretty'], ['api-3', ['api'], 'json'], ['generator-1', ['generator'], 'json'],
      ['generator-2', ['generator'], 'pretty'], ['deployment-1', ['deployment'], 'json'], ['gateway-1', ['gateway'], 'pretty'], ['gateway-2', ['gateway'], 'json'],
    ],
  },
};

const e2e = new Steps('e2e');
const canary = new Steps('canary');
const there = services();
for (const name of (options.only ?? Object.keys(SHAPES).join(',')).split(',')) {
  const missing = (SHAPES[name].needs ?? []).filter((need) => !there[need]);
  if (missing.length > 0) console.log(`skip ${name}: ${missing.join(' and ')} is missing (judge/services.sh)`);
  else await journey(name, SHAPES[name]);
}
canary.end();
const failed = process.exitCode;
e2e.end();
process.exitCode ||= failed;

async function journey(name, shape) {
  e2e.prefix = `${name}: `;
  canary.prefix = `${name}: `;
  const folder = mkdtempSync(join(tmpdir(), `mcphub-e2e-${name}-`));
  const database = shape.needs ? new Postgres(there.postgres) : new Sqlite(folder);
  const canaries = new Canaries();
  const metricsToken = canaries.plant('metrics token', 'mEtRiCs-7yUi9oPlKjHgFdSa');
  const settings = {
    MCPHUB__TELEMETRY__LEVEL: 'debug',
    MCPHUB__TELEMETRY__METRICS_TOKEN: metricsToken,
    MCPHUB__LISTEN__DRAIN_SECONDS: String(DRAIN),
    MCPHUB__RATES__KEY: String(KEY_RATE),
  };
  const redis = shape.needs?.includes('redis') ? there.redis : undefined;
  const hub = new Hub({ binary: resolve(binary), folder, database, redis, settings });
  canaries.plant('master key', hub.masterKey, Buffer.from(hub.masterKey, 'base64'));
  const upstream = await Upstream.start();
  const before = e2e.failed + canary.failed;
  try {
    await database.create();
    for (const [process, roles, format] of shape.hub) await hub.add(process, roles, { MCPHUB__TELEMETRY__FORMAT: format });
    const places = hub.apis.map((one) => one.url);
    const gateways = hub.gateways.map((one) => one.url);
    const world = { steps: e2e, hub, database, upstream, canaries, places, gateways, python, rest: new Rest(places, canaries.keep) };
    for (const part of [accounts, documents, calls, serving, revisions, watching, limits]) await part(world);
    await secrets({ ...world, steps: canary, metricsToken });
    await e2e.step('end well', async () => {
      const ended = await hub.stop();
      if (ended.some(({ code }) => code !== 0)) throw new Error(JSON.stringify(ended));
    });
  } finally {
    await hub.kill();
    await upstream.stop();
    await database.drop();
    if (options.keep || e2e.failed + canary.failed > before) console.log(`the logs are in ${folder}`);
    else rmSync(folder, { recursive: true });
  }
}
