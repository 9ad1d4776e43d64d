// A hub of several processes over PostgreSQL and Redis: its sources are read by one of them at a time, and what is read is used by every gateway.

import { call } from '../lib/caller.mjs';
import { Postgres, services } from '../lib/database.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { FOLDERS, REFRESH, SOON, SOURCES, byRole, clean, withShop } from './shop.mjs';

/** Processes, and which of them know Vault: those that read sources. */
const PROCESSES = [['api-1', ['api']], ['api-2', ['api']], ['generator', ['generator']], ['deployment', ['deployment']], ['gateway-1', ['gateway']], ['gateway-2', ['gateway']]];

export async function several(given) {
  const { steps, vault, canaries } = given;
  const { postgres, redis } = services();
  if (!postgres || !redis) {
    await steps.step('prepare', () => { throw new Skip('there is no PostgreSQL or no Redis; `make services` starts them'); });
    return;
  }
  await vault.policy('folders', FOLDERS);
  await vault.role('several', ['folders']);
  const known = { ...await byRole(vault, 'several'), ...SOURCES };
  const processes = PROCESSES.map(([name, roles]) => [name, roles, roles.includes('api') ? known : {}]);
  await withShop({ ...given, name: 'several' }, { processes, redis, database: () => new Postgres(postgres) }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    const everywhere = (words) => until(SOON, `every gateway to use the key of "${words}"`, async (show) => {
      const said = await Promise.all(shop.hub.gateways.map(async (gateway) => (await call(shop.team.url('shop', gateway), shop.caller, 'pet')).words));
      show(said);
      return said.every((one) => one?.includes(words));
    });
    await steps.step('a source is read, and both gateways use its value', async () => {
      await vault.put(place, { token: shop.key('by the first') });
      await shop.source({ vault: { path: 'petstore', key: 'token' } });
      await shop.served();
      await everywhere('by the first');
    });
    await steps.step('changed in Vault, both use the new one', async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await vault.put(place, { token: shop.key(`by turn ${turn}`) });
        await everywhere(`by turn ${turn}`);
      }
    });
    await steps.step('two processes read no more often than one', async () => {
      const mark = vault.asked().length;
      await sleep(6 * REFRESH * 1000);
      const reads = vault.asked().slice(mark).filter(({ path }) => path === `secret/data/${place}`).length;
      console.log(`     ${reads} reads in ${6 * REFRESH} s, one due every ${REFRESH} s`);
      expect(reads >= 3 && reads <= 7, 'they read otherwise', reads);
    });
    await steps.step('one of them is killed: the other one reads', async () => {
      await shop.hub.apis[0].kill();
      await vault.put(place, { token: shop.key('by the other process') });
      await everywhere('by the other process');
      await shop.hub.apis[0].start();
    });
    await steps.step('what changes is told of once, without its value', async () => {
      const events = (await shop.team.ada.all(`${shop.team.o}/events`)).filter(({ kind }) => kind === 'credential.refreshed');
      expect(events.length === 4, 'there are more or fewer events than changes', events.map(({ data }) => data));
      clean(canaries, [['events', Buffer.from(JSON.stringify(events))], ...canaries.answers, ...shop.hub.logs()]);
    });
  });
}
