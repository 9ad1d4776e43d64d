// One journey through the platform, from the first start to signing out, on one process with SQLite, on one with PostgreSQL, and on eight
// that share PostgreSQL and Redis; afterwards every planted secret is looked for in logs, database, metrics and answers.
// node e2e.mjs BINARY [--only sqlite,postgres,eight] [--python PYTHON] [--keep]
// node e2e.mjs --url URL --account EMAIL|--setup TOKEN [--gateway URL] [--host ADDRESS] [--target TARGET] [--key-rate N] [--python PYTHON]
//   a hub that is there already; MCPHUB_PASSWORD: the account's; ADDRESS: this machine, as the hub reaches it; what only its owner sees is left out

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { journey } from './journey.mjs';
import { DRAIN } from './journey/watching.mjs';
import { read } from './lib/arguments.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Steps } from './lib/steps.mjs';
import { There } from './lib/there.mjs';

const { options, rest: [binary] } = read(['keep']);
const python = options.python ?? new URL('../../.cache/python/bin/python', import.meta.url).pathname;
/** Requests that a hub of this judge takes with one API key in a minute. */
const KEY_RATE = 40;
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

if (!binary && !options.url) {
  console.error('usage: e2e.mjs BINARY [--only sqlite,postgres,eight] [--python PYTHON] [--keep], or e2e.mjs --url URL --account EMAIL|--setup TOKEN');
  process.exit(2);
}
const e2e = new Steps('e2e');
const canary = new Steps('canary');
if (options.url) {
  const mark = `-${Date.now().toString(36)}`;
  await journey({ steps: e2e, canary, hub: There.of(options), host: options.host, keyRate: Number(options['key-rate'] ?? 0), target: options.target, mark, python });
} else {
  const there = services();
  for (const name of (options.only ?? Object.keys(SHAPES).join(',')).split(',')) {
    const missing = (SHAPES[name].needs ?? []).filter((need) => !there[need]);
    if (missing.length > 0) console.log(`skip ${name}: ${missing.join(' and ')} is missing (judge/services.sh)`);
    else await own(name, SHAPES[name], there);
  }
}
canary.end();
const failed = process.exitCode;
e2e.end();
process.exitCode ||= failed;

/** A hub of this form, for this journey alone. */
async function own(name, shape, there) {
  e2e.prefix = `${name}: `;
  canary.prefix = `${name}: `;
  const folder = mkdtempSync(join(tmpdir(), `mcphub-e2e-${name}-`));
  const database = shape.needs ? new Postgres(there.postgres) : new Sqlite(folder);
  const metricsToken = 'mEtRiCs-7yUi9oPlKjHgFdSa';
  const settings = {
    MCPHUB__TELEMETRY__LEVEL: 'debug',
    MCPHUB__TELEMETRY__METRICS_TOKEN: metricsToken,
    MCPHUB__LISTEN__DRAIN_SECONDS: String(DRAIN),
    MCPHUB__RATES__KEY: String(KEY_RATE),
  };
  const redis = shape.needs?.includes('redis') ? there.redis : undefined;
  const hub = new Hub({ binary: resolve(binary), folder, database, redis, settings });
  const planted = [['metrics token', metricsToken], ['master key', hub.masterKey, Buffer.from(hub.masterKey, 'base64')]];
  const before = e2e.failed + canary.failed;
  try {
    await database.create();
    for (const [process, roles, format] of shape.hub) await hub.add(process, roles, { MCPHUB__TELEMETRY__FORMAT: format });
    await journey({ steps: e2e, canary, hub, database, keyRate: KEY_RATE, python, planted });
    await e2e.step('end well', async () => {
      const ended = await hub.stop();
      if (ended.some(({ code }) => code !== 0)) throw new Error(JSON.stringify(ended));
    });
  } finally {
    await hub.kill();
    await database.drop();
    if (options.keep || e2e.failed + canary.failed > before) console.log(`the logs are in ${folder}`);
    else rmSync(folder, { recursive: true });
  }
}
