// A Vault that is away, sealed, or takes its tokens back: calls go on with what was read last, the view says why, and all is well when it is back.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Load } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { FOLDERS, REFRESH, SOURCES, byRole, clean, files, withShop } from './shop.mjs';

/** Seconds for which tokens of the short role are good. */
const SHORT = 4;

export async function outage(given) {
  await away(given);
  await tokens(given);
}

async function away(given) {
  const { steps, vault, canaries } = given;
  await vault.policy('folders', FOLDERS);
  await vault.role('hub', ['folders']);
  await withShop({ ...given, name: 'outage' }, { settings: { ...await byRole(vault, 'hub'), ...SOURCES } }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    await vault.put(place, { token: shop.key('before') });
    await shop.source({ vault: { path: 'petstore', key: 'token' } });
    await shop.served();
    /** Calls go on for as long as `body` lasts. */
    const calling = async (isWell, body) => {
      const load = new Load(() => ({ url: shop.team.url('shop'), key: shop.caller, tool: 'pet' }), { name: 'outage', width: 2, pause: 20, isWell: ({ words }) => isWell.some((one) => words?.includes(one)) }).start();
      try { await body(); } finally { await load.end(); }
      expect(load.failures.length === 0 && load.answered.length > 0, `${load.failures.length} of ${load.answered.length} calls fail`, load.failures[0]);
    };
    await steps.step('Vault is stopped: calls go on, and the view says that it cannot be reached', () => calling(['before'], async () => {
      const { read_at: read } = await shop.view();
      await vault.down();
      const problem = await shop.troubled(/connect|reach|refused/i, 40);
      console.log(`     "${problem}"`);
      await sleep(2 * REFRESH * 1000);
      const view = await shop.view();
      expect(view.source_problem !== null && view.read_at !== null, 'it says so no more', view);
      expect(Date.parse(view.read_at) >= Date.parse(read), 'it was read earlier than before', [read, view.read_at]);
    }));
    await steps.step('a source that cannot be read is not taken meanwhile', async () => {
      const { status, body } = await shop.set({ source: { vault: { path: 'another', key: 'token' } } });
      expect(status >= 400 && /connect|reach|refused/i.test(body.detail), 'it is answered otherwise', [status, body]);
      expect((await shop.view()).source.vault.path === 'petstore', 'it is kept');
    });
    await steps.step('the hub, started anew without Vault, has the last value', async () => {
      await shop.again();
      await until(60, 'the server', async () => (await shop.says()).includes('before'));
      await shop.troubled(/connect|reach|refused/i, 40);
    });
    await steps.step('Vault is back: what changed is used, and the problem is gone', () => calling(['before', 'after'], async () => {
      await vault.up();
      await vault.put(place, { token: shop.key('after') });
      await shop.opens('after', 40);
      await shop.fine();
    }));
    await steps.step('Vault is sealed: calls go on, and the view says so', () => calling(['after'], async () => {
      await vault.seal();
      const problem = await shop.troubled(/sealed/i, 40);
      console.log(`     "${problem}"`);
      await sleep(2 * REFRESH * 1000);
    }));
    await steps.step('unsealed, it is read again', async () => {
      await vault.unseal();
      await vault.put(place, { token: shop.key('unsealed') });
      await shop.opens('unsealed', 40);
      await shop.fine();
    });
    await steps.step('Vault takes connections and says nothing: calls go on, the hub answers at once, and ends in time', async () => {
      vault.signal('SIGSTOP');
      try {
        await calling(['unsealed'], async () => {
          const problem = await shop.troubled(/answer|time/i, 60);
          console.log(`     "${problem}"`);
          const began = performance.now();
          await shop.team.ada.get(`${shop.team.o}/servers`);
          expect(performance.now() - began < 1_000, 'other requests wait', Math.round(performance.now() - began));
          const { status, body } = await shop.set({ source: { vault: { path: 'petstore', key: 'token' } } });
          expect(status >= 400 && /answer|time/i.test(body.detail), 'a source is answered otherwise', [status, body]);
        });
        const { millis } = await shop.hub.processes[0].stop();
        expect(millis < 10_000, 'it does not end', millis);
        await shop.hub.processes[0].start();
        await until(60, 'the server', async () => (await shop.says()).includes('unsealed'));
      } finally {
        vault.signal('SIGCONT');
      }
      await shop.fine(60);
    });
    await steps.step('the policy is taken away: calls go on, and the view says so', async () => {
      await vault.policy('folders', { 'secret/data/nothing': ['read'] });
      const problem = await shop.troubled(/permission denied|may not|forbidden|policy|403/i, 40);
      console.log(`     "${problem}"`);
      await shop.opened('unsealed');
      await vault.policy('folders', FOLDERS);
      await shop.fine(40);
    });
    await steps.step('nothing of it shows a value', () => clean(canaries, [...canaries.answers, ...shop.hub.logs(), ...files(shop.folder)]));
  });
}

async function tokens(given) {
  const { steps, vault, canaries } = given;
  await vault.role('long', ['folders']);
  await vault.role('short', ['folders'], { token_ttl: `${SHORT}s`, token_max_ttl: `${SHORT}s` });
  const logins = (mark = 0) => vault.asked().slice(mark).filter(({ path }) => path === 'auth/approle/login').length;

  await withShop({ ...given, name: 'short' }, { settings: { ...await byRole(vault, 'short'), ...SOURCES, MCPHUB__SECRETS__REFRESH_SECONDS: '1' } }, async (shop) => {
    await vault.put(`mcphub/${shop.team.id}/petstore`, { token: shop.key('short 0') });
    await shop.source({ vault: { path: 'petstore', key: 'token' } });
    await shop.served();
    await steps.step(`tokens that are good for ${SHORT} s: the hub signs in anew, and nobody sees a problem`, async () => {
      const problems = new Set();
      const mark = vault.asked().length;
      for (let turn = 1; turn <= 5; turn += 1) {
        await vault.put(`mcphub/${shop.team.id}/petstore`, { token: shop.key(`short ${turn}`) });
        await shop.opens(`short ${turn}`);
        for (let second = 0; second < SHORT; second += 1) {
          problems.add((await shop.view()).source_problem);
          await sleep(1_000);
        }
      }
      console.log(`     signed in ${logins(mark)} times`);
      expect(logins(mark) >= 3, 'it did not sign in anew', logins(mark));
      expect([...problems].every((problem) => problem === null), 'there were problems', [...problems]);
    });
  });
  await withShop({ ...given, name: 'long' }, { settings: { ...await byRole(vault, 'long'), ...SOURCES, MCPHUB__SECRETS__REFRESH_SECONDS: '1' }, around: (folder) => { secretFile(folder, ''); } }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    await vault.put(place, { token: shop.key('long 0') });
    await shop.source({ vault: { path: 'petstore', key: 'token' } });
    await shop.served();
    await steps.step('a token that is good for an hour is used for all reads', async () => {
      const mark = vault.asked().length;
      await sleep(8_000);
      const reads = vault.asked().slice(mark).filter(({ path }) => path === `secret/data/${place}`).length;
      console.log(`     ${reads} reads, ${logins(mark)} sign-ins`);
      expect(reads >= 4 && logins(mark) === 0, 'it signs in for its reads', [reads, logins(mark)]);
    });
    await steps.step('tokens are revoked: it signs in anew, and what changes is used', async () => {
      const count = await vault.revokeLogins();
      expect(count > 0, 'there was no token to revoke');
      await vault.put(place, { token: shop.key('long 1') });
      await shop.opens('long 1');
      await shop.fine();
    });
  });
  await withFile(given);
}

const secretFile = (folder, text) => {
  const file = join(folder, 'secret-id');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

async function withFile(given) {
  const { steps, vault, canaries } = given;
  const { secret_id: first } = await vault.secretId('long');
  const settings = { ...await byRole(vault, 'long'), ...SOURCES, MCPHUB__SECRETS__REFRESH_SECONDS: '1', MCPHUB__VAULT__APP_ROLE__SECRET_ID: undefined };
  // The file is named by a path within the hub's folder, where it runs.
  await withShop({ ...given, name: 'file' }, { settings: { ...settings, MCPHUB__VAULT__APP_ROLE__SECRET_ID_FILE: 'secret-id' }, around: (folder) => { secretFile(folder, first); } }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    await vault.put(place, { token: shop.key('file 0') });
    await shop.source({ vault: { path: 'petstore', key: 'token' } });
    await shop.served();
    await steps.step('a secret_id that is taken back is told of, and one that is put into the file is used', async () => {
      await vault.write('auth/approle/role/long/secret-id/destroy', { secret_id: first });
      await vault.revokeLogins();
      const problem = await shop.troubled(/secret.id|role|sign/i, 40);
      console.log(`     "${problem}"`);
      await shop.opened('file 0');
      const { secret_id: second } = await vault.secretId('long');
      canaries.plant('secret_id', second);
      secretFile(shop.folder, `${second}\n`);
      await vault.put(place, { token: shop.key('file 1') });
      await shop.opens('file 1', 40);
      await shop.fine();
      expect(readFileSync(join(shop.folder, 'secret-id'), 'utf8').trim() === second, 'the file was changed');
    });
    await steps.step('no answer and no log shows a value', () => clean(canaries, [...canaries.answers, ...shop.hub.logs()]));
  });
}
