// A hub of a run's own with an upstream that answers and a team that makes servers: what every fault is done to.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Sqlite } from './database.mjs';
import { Faulty, document } from './faulty.mjs';
import { Hub } from './hub.mjs';
import { Team } from './team.mjs';

export const ALL = ['api', 'generator', 'deployment', 'gateway'];
/** More than any run makes. */
const MANY = { MCPHUB__QUOTAS__SERVERS: '100000', MCPHUB__QUOTAS__DEPLOYMENTS: '100000' };

/**
 * Runs a body with a hub, and takes everything away afterwards. `processes`: name, roles and settings of each; `database(folder)` and
 * `redis`: where they are, SQLite and none when left out; `host`: the address that its upstream listens at, where loopback cannot be reached; `around(folder)`: what has to be there before, answers how it is taken away.
 */
export async function withHub(steps, name, binary, { processes = [['one', ALL]], database, redis, settings = {}, around, host } = {}, body) {
  const folder = mkdtempSync(join(tmpdir(), `mcphub-${name}-`));
  let [away, store, hub, upstream] = [];
  const before = steps.failed;
  try {
    away = await around?.(folder);
    store = database?.(folder) ?? new Sqlite(folder);
    await store.create();
    hub = new Hub({ binary: resolve(binary), folder, database: store, redis, settings: { ...MANY, MCPHUB__LISTEN__DRAIN_SECONDS: '2', ...settings } });
    upstream = await Faulty.start(host);
    for (const [one, roles, more] of processes) await hub.add(one, roles, more);
    const team = await Team.begin(hub);
    const api = await team.api(document(upstream.base));
    await body({ folder, hub, database: store, upstream, team, api });
  } finally {
    await hub?.kill();
    await upstream?.stop();
    await store?.drop().catch(() => {});
    await away?.();
    if (steps.failed > before || steps.isKept) console.log(`the logs are in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}
