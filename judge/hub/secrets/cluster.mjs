// On a real cluster: signing in to Vault with a ServiceAccount's token, which Vault has the API server review, and Secrets as sources.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Skip, expect, sleep } from '../lib/steps.mjs';
import { FOLDERS, REFRESH, SOURCES, clean, files, withShop } from './shop.mjs';

const NAMESPACE = 'judge-secrets';

export async function cluster(given) {
  const { cluster: kubernetes } = given;
  kubernetes.try(['delete', 'namespace', NAMESPACE, '--timeout=60s']);
  kubernetes.run('create', 'namespace', NAMESPACE);
  try {
    await signedIn(given);
    await secrets(given);
  } finally {
    kubernetes.try(['delete', 'clusterrolebinding', NAMESPACE]);
    kubernetes.try(['delete', 'namespace', NAMESPACE, '--wait=false']);
  }
}

async function signedIn(given) {
  const { steps, vault, canaries, cluster: kubernetes } = given;
  const token = (account) => kubernetes.run('create', 'token', account, '-n', NAMESPACE, '--duration', '10m');
  for (const account of ['hub', 'stranger', 'reviewer']) kubernetes.run('create', 'serviceaccount', account, '-n', NAMESPACE);
  kubernetes.try(['delete', 'clusterrolebinding', NAMESPACE]);
  kubernetes.run('create', 'clusterrolebinding', NAMESPACE, '--clusterrole', 'system:auth-delegator', '--serviceaccount', `${NAMESPACE}:reviewer`);
  const [{ cluster: of }] = JSON.parse(kubernetes.run('config', 'view', '--raw', '-o', 'json')).clusters;
  await vault.write('auth/kubernetes/config', {
    kubernetes_host: of.server, kubernetes_ca_cert: Buffer.from(of['certificate-authority-data'], 'base64').toString('utf8'), token_reviewer_jwt: token('reviewer'), disable_local_ca_jwt: true,
  });
  await vault.policy('folders', FOLDERS);
  await vault.write('auth/kubernetes/role/hub', { bound_service_account_names: 'hub', bound_service_account_namespaces: NAMESPACE, token_policies: ['folders', 'master'], token_ttl: '3s', token_max_ttl: '3s' });
  await vault.policy('master', { 'secret/data/mcphub': ['read'] });
  const key = canaries.plant('master key', Buffer.alloc(32, 7).map((_, at) => at * 5 + 1).toString('base64'));
  await vault.put('mcphub', { master_key: key });

  const settings = {
    MCPHUB__SECRETS__MASTER_KEY: undefined, MCPHUB__SECRETS__MASTER_KEY_VAULT: 'secret/mcphub#master_key', MCPHUB__VAULT__ADDRESS: vault.address,
    MCPHUB__VAULT__KUBERNETES__ROLE: 'hub', MCPHUB__VAULT__KUBERNETES__TOKEN_FILE: 'service-account', ...SOURCES,
  };
  const given_token = (folder, account) => writeFileSync(join(folder, 'service-account'), canaries.plant(`token of ${account}`, token(account)), { mode: 0o600 });
  const around = (folder) => { given_token(folder, 'hub'); };
  await withShop({ ...given, name: 'service-account' }, { settings, around }, async (shop) => {
    const place = `mcphub/${shop.team.id}/petstore`;
    await vault.put(place, { token: shop.key('by the account') });
    await steps.step('the hub signs in with a ServiceAccount\'s token: master key and credential are read', async () => {
      await shop.source({ vault: { path: 'petstore', key: 'token' } });
      await shop.served();
      await shop.opened('by the account');
      expect(vault.asked().some(({ path }) => path === 'auth/kubernetes/login'), 'it signed in otherwise');
    });
    await steps.step('tokens of Vault run out: it signs in anew', async () => {
      await sleep(5_000);
      await vault.put(place, { token: shop.key('by the account, later') });
      await shop.opens('by the account, later');
      await shop.fine();
    });
    await steps.step('the token of another account is refused, and told of; the right one, put into the file, is used', async () => {
      given_token(shop.folder, 'stranger');
      const problem = await shop.troubled(/not authorized|service account|permission denied|sign/i, 40);
      console.log(`     "${problem}"`);
      await shop.opened('by the account, later');
      given_token(shop.folder, 'hub');
      await vault.put(place, { token: shop.key('by the account, again') });
      await shop.opens('by the account, again', 40);
      await shop.fine();
    });
    await steps.step('a start with the token of another account is refused with words', async () => {
      given_token(shop.folder, 'stranger');
      await shop.hub.processes[0].stop();
      const failure = await shop.hub.processes[0].start().then(() => undefined, (error) => error);
      expect(failure && /not authorized|service account|permission denied/i.test(failure.message), 'it does not say why', failure?.message ?? 'it starts');
      given_token(shop.folder, 'hub');
      await shop.hub.processes[0].start();
    });
    await steps.step('no answer and no log shows a secret', () => clean(canaries, [...canaries.answers, ...shop.hub.logs(), ...files(join(shop.folder, 'mcphub-data'))]));
  });
}

async function secrets(given) {
  const { steps, vault, canaries, cluster: kubernetes } = given;
  const settings = {
    ...kubernetes.settings('secrets'), MCPHUB__KUBERNETES__CREDENTIALS_NAMESPACE: 'creds-{organisation}', MCPHUB__SECRETS__REFRESH_SECONDS: String(REFRESH),
  };
  const made = new Set();
  const secret = (namespace, name, stringData) => kubernetes.try(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData }));
  const namespace = (name) => { made.add(name); return kubernetes.try(['create', 'namespace', name]); };
  try {
    await withShop({ ...given, name: 'kubernetes' }, { settings }, async (shop) => {
      const source = { kubernetes: { name: 'petstore', key: 'token' } };
      let place;
      await steps.step('a Secret that is not there is told of, with its namespace', async () => {
        const { status, body } = await shop.set({ source });
        place = body?.detail?.match(/creds-[a-z0-9-]+/)?.[0];
        expect(status >= 400 && status < 500 && place && body.detail.includes('petstore'), 'it is answered otherwise', [status, body]);
        // An identifier has a character that names of the cluster cannot have.
        expect(place.replaceAll('-', '').endsWith(shop.team.id.replace(/[^a-z0-9]/g, '').slice(-20)), 'it is none of the organisation\'s', [place, shop.team.id]);
      });
      namespace(place);
      await steps.step('a Secret is read at once, and its value is used', async () => {
        const { ok, why } = secret(place, 'petstore', { token: shop.key('by the Secret'), beside: canaries.plant('beside', 'beside-the-token-abcdefgh') });
        expect(ok, 'kubectl apply', why);
        const view = await shop.source(source);
        expect(JSON.stringify(view.source) === JSON.stringify(source) && view.read_at && view.source_problem === null, 'the view is another one', view);
        await shop.served();
        await shop.opened('by the Secret');
      });
      await steps.step('changed in the cluster, it is used soon', async () => {
        secret(place, 'petstore', { token: shop.key('by the changed Secret') });
        console.log(`     in use after ${(await shop.opens('by the changed Secret', 40)).toFixed(1)} s`);
      });
      await steps.step('deleted, its last value stays in use, and the view says why', async () => {
        kubernetes.run('delete', 'secret', 'petstore', '-n', place);
        const problem = await shop.troubled(/petstore/, 40);
        console.log(`     "${problem}"`);
        await shop.opened('by the changed Secret');
      });
      await steps.step('there again, it is used, and the problem is gone', async () => {
        secret(place, 'petstore', { token: shop.key('by the Secret that came back') });
        await shop.opens('by the Secret that came back', 40);
        await shop.fine(40);
      });
      await steps.step('the API server is killed: calls go on, and the view says so until it is back', async () => {
        if (given.isShort) throw new Skip('--short');
        await kubernetes.withoutServer(async () => {
          await shop.troubled(/./, 60);
          await shop.opened('by the Secret that came back');
        });
        await shop.fine(90);
      });
      await steps.step('other namespaces cannot be reached', async () => {
        namespace('judge-secrets-other');
        secret('judge-secrets-other', 'petstore', { token: canaries.plant('of another', 'value-of-another-namespace') });
        for (const name of ['judge-secrets-other/petstore', '../judge-secrets-other/secrets/petstore', '../../judge-secrets-other/secrets/petstore', '%2e%2e/petstore', '', '.', '..', 'Petstore', 'petstore?namespace=x', 'petstore/', 'petstore\n', 'x'.repeat(300)]) {
          const { status, body } = await shop.set({ source: { kubernetes: { name, key: 'token' } } });
          expect(status >= 400 && status < 500 && body?.detail, `${JSON.stringify(name)} is answered with ${status}`, body);
        }
        for (const more of [{ namespace: 'judge-secrets-other' }, { namespace: place }]) {
          const { status } = await shop.set({ source: { kubernetes: { ...source.kubernetes, ...more } } });
          expect(status >= 400 && status < 500, 'a namespace is taken', status);
        }
        const { status, body } = await shop.set({ source: { kubernetes: { name: 'petstore', key: 'tokens' } } });
        expect(status >= 400 && body.detail.includes('tokens'), 'a key that is not there is answered otherwise', [status, body]);
        expect((await shop.view()).source.kubernetes.name === 'petstore', 'the source is another one');
      });
      await steps.step('no answer and no log shows a value', () => clean(canaries, [...canaries.answers, ...shop.hub.logs(), ...files(join(shop.folder, 'mcphub-data'))]));
    });
  } finally {
    for (const name of made) kubernetes.try(['delete', 'namespace', name, '--wait=false']);
    kubernetes.clear('secrets');
  }
}
