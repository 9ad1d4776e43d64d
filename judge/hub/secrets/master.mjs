// The master key in Vault: read of KV, opened by transit, or made and kept only as transit wrapped it; it is never on the disk as it is.

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '../lib/steps.mjs';
import { SOURCES, byRole, clean, files, withShop } from './shop.mjs';

/** The hub of a run is given a key by environment; this one not. */
const NO_KEY = { MCPHUB__SECRETS__MASTER_KEY: undefined };

export async function master(given) {
  await ofKv(given);
  await ofTransit(given);
  await generated(given);
}

function planted(canaries, name) {
  const bytes = randomBytes(32);
  return { bytes, text: canaries.plant(name, bytes.toString('base64'), bytes) };
}

/** Hub and shop with a secret that is sealed with the master key. */
function withSealed(given, name, settings, body) {
  return withShop({ ...given, name }, { settings: { ...NO_KEY, ...settings } }, async (shop) => {
    await shop.team.ada.put(shop.path, { value: shop.key(`sealed, ${name}`) });
    await shop.served();
    const sealed = () => shop.opened(`sealed, ${name}`);
    /** Started anew with other settings. */
    const again = async (more) => {
      await shop.hub.processes[0].stop();
      Object.assign(shop.hub.settings, more);
      await shop.hub.processes[0].start();
      await shop.opens(`sealed, ${name}`);
    };
    await body({ ...shop, shop, sealed, again });
  });
}

async function ofKv(given) {
  const { steps, vault, canaries } = given;
  const key = planted(canaries, 'master key of KV');
  await vault.put('mcphub', { master_key: key.text });
  await vault.policy('master', { 'secret/data/mcphub': ['read'] });
  await vault.role('master', ['master']);
  const settings = { ...await byRole(vault, 'master'), MCPHUB__SECRETS__MASTER_KEY_VAULT: 'secret/mcphub#master_key' };
  canaries.plant('secret_id', settings.MCPHUB__VAULT__APP_ROLE__SECRET_ID);
  await withSealed(given, 'kv', settings, async ({ sealed, again, hub, folder }) => {
    await steps.step('the key is read of KV with AppRole', sealed);
    await steps.step('started anew, the hub reads it anew', () => again({}));
    await steps.step('with a secret_id in a file', async () => {
      const file = join(folder, 'secret-id');
      writeFileSync(file, `${settings.MCPHUB__VAULT__APP_ROLE__SECRET_ID}\n`);
      await again({ MCPHUB__VAULT__APP_ROLE__SECRET_ID: undefined, MCPHUB__VAULT__APP_ROLE__SECRET_ID_FILE: file });
      writeFileSync(file, '');
    });
    const token = canaries.plant('token', await vault.token(['master']));
    const none = { MCPHUB__VAULT__APP_ROLE__ROLE_ID: undefined, MCPHUB__VAULT__APP_ROLE__SECRET_ID_FILE: undefined };
    await steps.step('with a token, and with one in a file', async () => {
      await again({ ...none, MCPHUB__VAULT__TOKEN: token });
      const file = join(folder, 'token');
      writeFileSync(file, `${token}\n`);
      await again({ MCPHUB__VAULT__TOKEN: undefined, MCPHUB__VAULT__TOKEN_FILE: file });
      writeFileSync(file, '');
      await again({ MCPHUB__VAULT__TOKEN: token, MCPHUB__VAULT__TOKEN_FILE: undefined });
    });
    await steps.step('over TLS, by Vault\'s own authority', () => again({ MCPHUB__VAULT__ADDRESS: vault.secure, MCPHUB__VAULT__CA_FILE: vault.authority }));
    await steps.step('what the environment says to other clients of Vault, and of proxies, is nothing to the hub', async () => {
      const others = {
        VAULT_ADDR: 'http://127.0.0.1:1', VAULT_TOKEN: 'nobody', VAULT_NAMESPACE: 'nowhere', VAULT_CACERT: '/nowhere', VAULT_CACERTS: '/nowhere', VAULT_CLIENT_TIMEOUT: '1ms',
        ...Object.fromEntries(['http', 'https', 'all'].flatMap((kind) => [`${kind}_proxy`, `${kind.toUpperCase()}_PROXY`]).map((name) => [name, 'http://127.0.0.1:1'])),
      };
      try {
        await again(others);
      } finally {
        for (const name of Object.keys(others)) hub.settings[name] = undefined;
      }
    });
    await steps.step('no key, token or secret_id is on the disk', () => clean(canaries, files(folder)));
    await steps.step('it is that key: given by hand, it opens the same secrets without Vault', async () => {
      const gone = Object.fromEntries(Object.keys(hub.settings).filter((name) => /VAULT/.test(name)).map((name) => [name, undefined]));
      await again({ ...gone, MCPHUB__SECRETS__MASTER_KEY: key.text });
    });
  });
}

async function ofTransit(given) {
  const { steps, vault, canaries } = given;
  const key = planted(canaries, 'master key of transit');
  await vault.write('transit/keys/hub');
  await vault.policy('opener', { 'transit/decrypt/hub': ['update'] });
  await vault.role('opener', ['opener']);
  const wrapped = await vault.encrypted('hub', key.bytes);
  const settings = { ...await byRole(vault, 'opener'), MCPHUB__VAULT__TRANSIT__KEY: 'hub', MCPHUB__SECRETS__MASTER_KEY: wrapped };
  await withSealed(given, 'transit', settings, async ({ sealed, again, folder, team }) => {
    await steps.step('transit opens a wrapped key', sealed);
    await steps.step('also one that was wrapped before transit\'s key was rotated', async () => {
      await vault.write('transit/keys/hub/rotate');
      await again({});
    });
    await steps.step('wrapped anew, it is the same key, and no older one is needed', async () => {
      const { ciphertext } = (await vault.write('transit/rewrap/hub', { ciphertext: wrapped })).data;
      expect(ciphertext.startsWith('vault:v2:'), 'it was not wrapped anew', ciphertext.slice(0, 9));
      await again({ MCPHUB__SECRETS__MASTER_KEY: ciphertext });
    });
    await steps.step('in a file', async () => {
      const file = join(folder, 'wrapped');
      writeFileSync(file, `${wrapped}\n`);
      await again({ MCPHUB__SECRETS__MASTER_KEY: undefined, MCPHUB__SECRETS__MASTER_KEY_FILE: file });
    });
    await steps.step('as an older key, beside a new one that transit made; secrets are sealed anew', async () => {
      const { ciphertext } = (await vault.write('transit/datakey/wrapped/hub')).data;
      const bytes = await vault.decrypted('hub', ciphertext);
      canaries.plant('another master key', bytes.toString('base64'), bytes);
      await again({ MCPHUB__SECRETS__MASTER_KEY: ciphertext, MCPHUB__SECRETS__MASTER_KEY_FILE: undefined, MCPHUB__SECRETS__OLDER_MASTER_KEYS: wrapped });
      await (await team.signedIn()).post('/admin/master-key-rotations');
      await again({ MCPHUB__SECRETS__OLDER_MASTER_KEYS: undefined });
    });
    await steps.step('no key is on the disk', () => clean(canaries, files(folder)));
  });
}

/** The policy that the hub's role needs, as the handbook writes it. */
function documented() {
  const text = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  return text.split('\n').filter((line) => /^ +path "/.test(line)).join('\n');
}

async function generated(given) {
  const { steps, vault, canaries } = given;
  await vault.write('transit/keys/mcphub');
  await vault.write('sys/policies/acl/documented', { policy: documented() });
  await vault.role('documented', ['documented']);
  const settings = { ...await byRole(vault, 'documented'), ...SOURCES, MCPHUB__VAULT__TRANSIT__KEY: 'mcphub' };
  await withSealed(given, 'generated', settings, async ({ sealed, again, folder, shop }) => {
    await steps.step('a key that the hub makes is kept as transit wrapped it', async () => {
      const kept = readFileSync(join(folder, 'mcphub-data', 'master.key'), 'utf8').trim();
      expect(kept.startsWith('vault:v1:'), 'the file beside the database is none of transit\'s', kept.slice(0, 9));
      const bytes = await vault.decrypted('mcphub', kept);
      const key = bytes.length === 32 ? bytes : Buffer.from(bytes.toString('utf8'), 'base64');
      expect(key.length === 32, 'it wraps no key', bytes.length);
      canaries.plant('generated master key', key.toString('base64'), key);
      await sealed();
    });
    await steps.step('it opens again', () => again({}));
    await steps.step('also after transit\'s key was rotated', async () => {
      await vault.write('transit/keys/mcphub/rotate');
      await again({});
    });
    await steps.step('the policy that the handbook writes is enough, also for credentials', async () => {
      await vault.put(`mcphub/${shop.team.id}/petstore`, { token: shop.key('by the documented policy') });
      await shop.source({ vault: { path: 'petstore', key: 'token' } });
      await shop.opens('by the documented policy');
    });
    await steps.step('it is not on the disk', () => clean(canaries, files(folder)));
  });
}
