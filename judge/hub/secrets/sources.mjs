// Credentials whose values are in Vault: read at once and again and again, used in calls wherever the server runs, changed in Vault alone.

import { Load } from '../lib/caller.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { FOLDERS, REFRESH, SOON, SOURCES, byRole, clean, files, withShop } from './shop.mjs';

/** `places`: for each target its settings and the address that its upstreams listen at. */
export async function sources(given) {
  for (const place of given.places) {
    given.steps.prefix = `sources, ${place.target}: `;
    if (place.missing) await given.steps.step('prepare', () => { throw new Skip(place.missing); });
    else await inUse(given, place);
  }
}

async function inUse(given, { target, settings: more, host }) {
  const { steps, vault, canaries } = given;
  await vault.policy('folders', FOLDERS);
  await vault.role('hub', ['folders']);
  const settings = { ...await byRole(vault, 'hub'), ...SOURCES, ...more };
  await withShop({ ...given, name: target, target, host }, { settings }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    const source = { vault: { path: 'petstore', key: 'token' } };
    const was = shop.key('by the value');
    await steps.step('a value that is given is no source\'s', async () => {
      const { status, body } = await shop.set({ value: was });
      expect(status < 300 && body.source === null && body.read_at === null && body.source_problem === null, 'the view says something else', body);
      await shop.served();
      await shop.opened('by the value');
    });
    await steps.step('a source is read at once, and its value is used', async () => {
      await vault.put(place, { token: shop.key('by the first of Vault'), beside: canaries.plant('beside', 'beside-the-token-0123456789') });
      const before = Date.now();
      const view = await shop.source(source);
      expect(JSON.stringify(view.source) === JSON.stringify(source), 'the view has another source', view);
      expect(Math.abs(Date.parse(view.read_at) - before) < 5_000 && view.source_problem === null, 'it was not read, or there is a problem', view);
      console.log(`     in use after ${(await shop.opens('by the first of Vault')).toFixed(1)} s`);
    });
    let deployment;
    const deployed = async () => {
      const { version, since } = await shop.team.ada.get(`${shop.team.o}/servers/shop/deployment`);
      const replicas = await shop.team.ada.all(`${shop.team.o}/servers/shop/deployment/replicas`);
      return JSON.stringify([version, since, replicas.map(({ id, process: number, started_at: started }) => [id, number, started])]);
    };
    await steps.step('a value that changes in Vault is used soon; nothing is deployed anew, no call is lost', async () => {
      await sleep(REFRESH * 1000);
      deployment = await deployed();
      const load = new Load(() => ({ url: shop.team.url('shop'), key: shop.caller, tool: 'pet' }), {
        name: 'rotated', width: 3, pause: 20, isWell: ({ words }) => words?.includes('by the first of Vault') || words?.includes('by the second of Vault'),
      }).start();
      try {
        await sleep(500);
        await vault.put(place, { token: shop.key('by the second of Vault') });
        console.log(`     in use after ${(await shop.opens('by the second of Vault')).toFixed(1)} s, looked for every ${REFRESH} s`);
        await sleep(1_000);
      } finally {
        await load.end();
      }
      expect(load.failures.length === 0 && load.answered.length > 20, `${load.failures.length} of ${load.answered.length} calls fail`, load.failures[0]);
      expect(await deployed() === deployment, 'it was deployed anew', [deployment, await deployed()]);
    });
    await steps.step('five changes in a row are each used', async () => {
      const times = [];
      for (let turn = 0; turn < 5; turn += 1) {
        await vault.put(place, { token: shop.key(`by turn ${turn}`) });
        times.push((await shop.opens(`by turn ${turn}`)).toFixed(1));
      }
      console.log(`     after ${times.join(', ')} s`);
    });
    await steps.step('what cannot be read any more stays in use, and the view says why: the key is gone', async () => {
      await vault.put(place, { other: 'x' });
      const problem = await shop.troubled(/token/);
      expect(problem.includes(place), 'it does not say which place', problem);
      await shop.opened('by turn 4');
    });
    await steps.step('the secret was deleted', async () => {
      await vault.ask('DELETE', `secret/data/${place}`);
      await shop.troubled(/deleted|not there|no secret|nothing|not found/i);
      await shop.opened('by turn 4');
    });
    await steps.step('written anew, it is read, and the problem is gone', async () => {
      await vault.put(place, { token: shop.key('by what came back') });
      await shop.opens('by what came back');
      await shop.fine();
    });
    await steps.step('the hub started anew uses it right away', async () => {
      await shop.again();
      await until(60, 'the server', async () => (await shop.says()).includes('by what came back'));
    });
    await steps.step('another source takes the place of the one before', async () => {
      await vault.put(`mcphub/${shop.team.id}/deep/folder/petstore`, { 'a.key_2-x': shop.key('by what is deep') });
      await shop.source({ vault: { path: 'deep/folder/petstore', key: 'a.key_2-x' } });
      await shop.opens('by what is deep');
    });
    await steps.step('a value takes the place of the source', async () => {
      const { body } = await shop.set({ value: was });
      expect(body.source === null && body.read_at === null && body.source_problem === null, 'the view has a source still', body);
      await shop.opens('by the value');
      await vault.put(`mcphub/${shop.team.id}/deep/folder/petstore`, { 'a.key_2-x': shop.key('by what nobody reads') });
      await sleep(2 * SOON * 1000 / 3);
      await shop.opened('by the value');
    });
    await steps.step('a credential that is deleted is read no more', async () => {
      await shop.source(source);
      await shop.opens('by what came back');
      await shop.team.ada.delete(shop.path);
      await sleep(1_000);
      const asked = vault.asked().length;
      await sleep(2 * REFRESH * 1000 + 500);
      expect(vault.asked().length === asked, 'Vault is asked for it', vault.asked().at(-1)?.path);
    });
    await steps.step('no answer, no log and no file shows a value', () => clean(canaries, [...canaries.answers, ...shop.hub.logs(), ...files(shop.folder)]));
    await shop.team.ada.delete(`${shop.team.o}/servers/shop/deployment`);
    await shop.team.settled('shop', 'stopped');
  });
}
