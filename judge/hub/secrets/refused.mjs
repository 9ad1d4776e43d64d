// Starts that cannot come to a master key: each ends with words that name the cause, and with no secret in them.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ALL } from '../lib/bench.mjs';
import { Sqlite } from '../lib/database.mjs';
import { Hub, freePort } from '../lib/hub.mjs';
import { expect, until } from '../lib/steps.mjs';
import { byRole, clean } from './shop.mjs';

/** Seconds in which a start has to give up. */
const PATIENCE = 60;

export async function refused({ steps, binary, vault, canaries }) {
  const key = canaries.plant('master key', randomBytes(32).toString('base64'));
  const other = canaries.plant('beside it', `beside-${randomBytes(12).toString('hex')}`);
  await vault.put('mcphub-refused', { master_key: key, short: 'c2hvcnQ=', beside: other });
  await vault.write('transit/keys/refused');
  const wrapped = await vault.encrypted('refused', Buffer.from(key, 'base64'));
  await vault.policy('refused', { 'secret/data/mcphub-refused': ['read'], 'secret/data/missing': ['read'], 'transit/decrypt/refused': ['update'], 'transit/decrypt/none': ['update'] });
  await vault.role('refused', ['refused']);
  const role = await byRole(vault, 'refused');
  canaries.plant('secret_id', role.MCPHUB__VAULT__APP_ROLE__SECRET_ID);
  const kv = (place, more = {}) => ({ ...role, MCPHUB__SECRETS__MASTER_KEY_VAULT: place, ...more });
  const transit = (name, text, more = {}) => ({ ...role, MCPHUB__VAULT__TRANSIT__KEY: name, MCPHUB__SECRETS__MASTER_KEY: text, ...more });
  const good = 'secret/mcphub-refused#master_key';

  /** What a start says that comes to nothing. */
  const said = async (settings) => {
    const folder = mkdtempSync(join(tmpdir(), 'mcphub-secrets-refused-'));
    const hub = new Hub({ binary: resolve(binary), folder, database: new Sqlite(folder), settings: { MCPHUB__SECRETS__MASTER_KEY: undefined, MCPHUB__TELEMETRY__LEVEL: 'trace', ...settings } });
    try {
      const started = hub.add('one', ALL);
      let waiting;
      const late = new Promise((_, reject) => { waiting = setTimeout(() => reject(new Error(`it still starts after ${PATIENCE} s`)), PATIENCE * 1000); });
      const failure = await Promise.race([started.then(() => undefined), late]).catch((error) => error).finally(() => clearTimeout(waiting));
      expect(failure, 'it starts');
      expect(/ended with [1-9]/.test(failure.message), 'it does not end with an exit code of its own', failure.message);
      const words = failure.message.match(/(?:\n|served: )(error: .*)/s)?.[1];
      expect(words, 'it does not say what is wrong', failure.message);
      const log = await until(5, 'the whole log', () => {
        const text = readFileSync(join(folder, 'one.log'));
        return text.includes(words) && text;
      });
      clean(canaries, [['what it said', log]]);
      return words;
    } finally {
      await hub.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  /** A start with these settings has to say this. */
  const refuses = (name, settings, ...patterns) => steps.step(name, async () => {
    const words = await said(settings);
    for (const pattern of patterns) expect(pattern.test(words), `it does not say ${pattern}`, words);
  });

  await refuses('a wrong secret_id', kv(good, { MCPHUB__VAULT__APP_ROLE__SECRET_ID: 'f3a1c1de-0000-4000-8000-000000000000' }), /secret.id|role/i, /invalid/i);
  await refuses('a wrong role_id', kv(good, { MCPHUB__VAULT__APP_ROLE__ROLE_ID: 'f3a1c1de-0000-4000-8000-000000000000' }), /role/i, /invalid/i);
  await refuses('a mount of AppRole that is none', kv(good, { MCPHUB__VAULT__APP_ROLE__MOUNT: 'nowhere' }), /nowhere/);
  await refuses('a wrong token', { MCPHUB__VAULT__ADDRESS: vault.address, MCPHUB__VAULT__TOKEN: canaries.plant('wrong token', `hvs.${randomBytes(18).toString('hex')}`), MCPHUB__SECRETS__MASTER_KEY_VAULT: good }, /permission denied|token/i);
  await refuses('a secret that is not there', kv('secret/missing#master_key'), /secret\/(data\/)?missing/, /no |not |nothing/i);
  await refuses('a key that is not in the secret', kv('secret/mcphub-refused#masterkey'), /masterkey/, /secret\/(data\/)?mcphub-refused/);
  await refuses('a secret that may not be read', kv('secret/forbidden#master_key'), /secret\/(data\/)?forbidden/, /permission denied|may not|forbidden|policy/i);
  await refuses('a mount that is none', kv('nowhere/mcphub#master_key'), /nowhere/);
  await refuses('a value that is no key', kv('secret/mcphub-refused#short'), /32 bytes|base64/i);
  await refuses('a place without a key', kv('secret/mcphub-refused'), /master_key_vault/);
  await refuses('a place that is only a mount', kv('secret#master_key'), /master_key_vault/);
  await refuses('two places for one key', kv(good, { MCPHUB__SECRETS__MASTER_KEY: key }), /master_key/);
  await refuses('two ways to sign in', kv(good, { MCPHUB__VAULT__TOKEN: canaries.plant('second way', `hvs.${randomBytes(18).toString('hex')}`) }), /vault\.(token|app_role)/);
  await refuses('no way to sign in', { MCPHUB__VAULT__ADDRESS: vault.address, MCPHUB__SECRETS__MASTER_KEY_VAULT: good }, /vault/, /token|app_role/);
  await refuses('no address', { MCPHUB__SECRETS__MASTER_KEY_VAULT: good }, /vault\.address|vault/);
  await refuses('an address where nobody is', kv(good, { MCPHUB__VAULT__ADDRESS: `http://127.0.0.1:${await freePort()}` }), /127\.0\.0\.1/, /answer|connect|reach|refused/i);
  const silent = createServer(() => {});
  await new Promise((listening) => { silent.listen(0, '127.0.0.1', listening); });
  await refuses('an address where nobody answers', kv(good, { MCPHUB__VAULT__ADDRESS: `http://127.0.0.1:${silent.address().port}` }), /127\.0\.0\.1/, /time|answer/i);
  silent.close();
  await refuses('a certificate of nobody that is trusted', kv(good, { MCPHUB__VAULT__ADDRESS: vault.secure, VAULT_SKIP_VERIFY: 'true' }), /certificate|issuer|trust/i);
  await refuses('an authority that is not there', kv(good, { MCPHUB__VAULT__ADDRESS: vault.secure, MCPHUB__VAULT__CA_FILE: '/nowhere/ca.crt' }), /\/nowhere\/ca\.crt/);
  await refuses('a file with the secret_id that is not there', kv(good, { MCPHUB__VAULT__APP_ROLE__SECRET_ID: undefined, MCPHUB__VAULT__APP_ROLE__SECRET_ID_FILE: '/nowhere/id' }), /\/nowhere\/id/);
  await refuses('an empty file with the token', { MCPHUB__VAULT__ADDRESS: vault.address, MCPHUB__VAULT__TOKEN_FILE: empty(vault), MCPHUB__SECRETS__MASTER_KEY_VAULT: good }, /vault\.token_file/, /empty/);
  await refuses('a key of transit that is none', transit('none', wrapped), /none/, /transit|key/i);
  await refuses('a wrapped key, and no key of transit named', { ...role, MCPHUB__SECRETS__MASTER_KEY: wrapped }, /vault\.transit\.key/);
  await refuses('a wrapped key, and no Vault at all', { MCPHUB__SECRETS__MASTER_KEY: wrapped }, /vault/);
  await refuses('a wrapped key that somebody changed', transit('refused', `${wrapped.slice(0, -8)}AAAAAAA=`), /transit|decrypt|cipher|message authentication/i);
  await vault.write('transit/keys/refused/rotate');
  await vault.write('transit/keys/refused/config', { min_decryption_version: 2 });
  await refuses('a wrapped key of a version that may not be opened any more', transit('refused', wrapped), /version/i);
  await vault.write('transit/keys/refused/config', { min_decryption_version: 1 });

  await vault.seal();
  try {
    await refuses('a sealed Vault', kv(good), /sealed/i);
    await refuses('a sealed Vault, for transit', transit('refused', wrapped), /sealed/i);
  } finally {
    await vault.unseal();
  }
}

function empty(vault) {
  const file = join(vault.state, 'empty');
  writeFileSync(file, '\n');
  return file;
}
