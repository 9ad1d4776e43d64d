// What is not an organisation's: folders of others, by any path. Vault's own record of what it was asked for is the witness.

import { expect } from '../lib/steps.mjs';
import { Rest } from '../lib/rest.mjs';
import { FOLDERS, SOURCES, byRole, clean, withShop } from './shop.mjs';

/** Paths that have to be refused, whatever there is in Vault. */
const WRONG = [
  '', '.', '..', '/', '/petstore', '../other/petstore', 'a/../../other/petstore', 'a/..', './petstore', 'a/./petstore', 'a//petstore', 'petstore/', '../../mcphub-alone',
];
/** Paths that are refused, or are names below the organisation's folder of which there are none. */
const ODD = [
  '%2e%2e/other/petstore', '..%2fother%2fpetstore', '%2e%2e%2fother%2fpetstore', '..%252fother', '%252e%252e/other', '..\\other\\petstore', '..;/other/petstore', 'petstore?version=1', 'petstore?list=true', 'petstore#token', 'petstore\u0000',
  'petstore\r\nX-Vault-Token: x', ' ../other/petstore', '.. /other/petstore', '\uff0e\uff0e/other/petstore', '\u2024\u2024/other/petstore', '..\u2215other', 'secret/data/mcphub/other/petstore', '{organisation}/petstore', 'http://127.0.0.1/x', 'x'.repeat(5_000), '*', '+/petstore',
];

/** Nothing is read but what is asked for. */
const RARELY = { MCPHUB__SECRETS__REFRESH_SECONDS: '3600' };

export async function reach(given) {
  const { steps, vault, canaries } = given;
  await vault.policy('folders', FOLDERS);
  await vault.role('hub', ['folders']);
  await withShop({ ...given, name: 'reach' }, { settings: { ...await byRole(vault, 'hub'), ...SOURCES, ...RARELY } }, async (shop) => {
    const { team } = shop;
    const folder = `secret/data/mcphub/${team.id}/`;
    const foreign = canaries.plant('of another', 'value-of-another-organisation');
    for (const place of ['mcphub/other/petstore', 'mcphub-alone', 'mcphub/petstore']) await vault.put(place, { token: foreign });
    await vault.put(`mcphub/${team.id}/petstore`, { token: shop.key('its own'), beside: canaries.plant('beside', 'beside-the-token-9876543210'), map: { a: 1 }, number: 7, none: null, empty: '' });
    /** What was asked of Vault meanwhile, but sign-ins. */
    const asked = async (body) => {
      const before = vault.asked().length;
      const answer = await body();
      return { answer, paths: vault.asked().slice(before).map(({ path }) => path).filter((path) => !path.startsWith('auth/')) };
    };
    const tried = (path, key = 'token') => asked(() => shop.set({ source: { vault: { path, key } } }));
    const isProblem = ({ status, body }) => status >= 400 && status < 500 && typeof body?.detail === 'string';

    await steps.step('what is in the folder can be read', async () => {
      await shop.source({ vault: { path: 'petstore', key: 'token' } });
      await shop.served();
      await shop.opened('its own');
    });
    await steps.step(`${WRONG.length} paths that leave the folder, or are none, are refused, and nothing is asked for`, async () => {
      for (const path of WRONG) {
        const { answer, paths } = await tried(path);
        expect(isProblem(answer), `${JSON.stringify(path)} is answered with ${answer.status}`, answer.body);
        expect(paths.length === 0, `${JSON.stringify(path)} is asked for`, paths);
      }
    });
    await steps.step(`${ODD.length} paths in odd forms reach nothing but names in the folder`, async () => {
      for (const path of ODD) {
        const { answer, paths } = await tried(path);
        expect(isProblem(answer), `${JSON.stringify(path.slice(0, 60))} is answered with ${answer.status}`, answer.body);
        expect(paths.every((one) => one.startsWith(folder) && !one.slice(folder.length).split('/').includes('..')), `${JSON.stringify(path)} asks for something else`, paths);
      }
    });
    await steps.step('the credential is as it was', async () => {
      const { source, source_problem: problem } = await shop.view();
      expect(source?.vault?.path === 'petstore' && problem === null, 'it is another one', { source, problem });
      await shop.opened('its own');
    });
    await steps.step('what is not there is told of with the whole path, and without any value', async () => {
      const missing = await tried('nothing/here');
      expect(isProblem(missing.answer) && missing.answer.body.detail.includes(`secret/mcphub/${team.id}/nothing/here`), 'it does not say which path', missing.answer.body);
      const key = await tried('petstore', 'tokens');
      expect(isProblem(key.answer) && key.answer.body.detail.includes('tokens') && key.answer.body.detail.includes(`secret/mcphub/${team.id}/petstore`), 'it does not say which key', key.answer.body);
      for (const name of ['map', 'none', 'empty', '']) {
        const { answer } = await tried('petstore', name);
        expect(isProblem(answer), `the key ${JSON.stringify(name)} is answered with ${answer.status}`, answer.body);
      }
    });
    await steps.step('what is no source is refused', async () => {
      const one = { path: 'petstore', key: 'token' };
      for (const body of [
        { source: {} }, { source: { vault: one, kubernetes: { name: 'a', key: 'b' } } }, { source: { vault: one }, value: 'x' }, { source: null }, {}, { source: { env: 'HOME' } }, { source: { file: '/etc/passwd' } },
        { source: { vault: { ...one, mount: 'transit' } } }, { source: { vault: { ...one, version: 1 } } }, { source: { vault: { path: ['petstore'], key: 'token' } } }, { source: { vault: { key: 'token' } } }, { source: 'petstore#token' },
      ]) {
        const { answer, paths } = await asked(() => shop.set(body));
        expect(answer.status >= 400 && answer.status < 500, `${JSON.stringify(body)} is answered with ${answer.status}`, answer.body);
        expect(paths.length === 0, `${JSON.stringify(body)} asks for something`, paths);
      }
    });
    await steps.step('a source of a cluster that is not there is refused', async () => {
      const { status, body } = await shop.set({ source: { kubernetes: { name: 'petstore', key: 'token' } } });
      expect(isProblem({ status, body }) && /kubernetes|cluster/i.test(body.detail), 'it is answered otherwise', [status, body]);
    });
    await steps.step('another organisation of the same hub reads its own folder', async () => {
      const signed = await team.signedIn();
      const made = await signed.post('/organisations', { name: 'Second', slug: 'second' });
      const { permissions } = await signed.get(`/organisations/${made.id}`);
      const key = await signed.post(`/organisations/${made.id}/api-keys`, { name: 'second', scopes: permissions }, { shows: true });
      const second = Object.assign(Object.create(team), { id: made.id, o: `/organisations/${made.id}`, ada: Object.assign(new Rest(team.rest.places, canaries.keep), { token: key.key }) });
      const api = await second.api(shop.document);
      const path = `${second.o}/apis/${api}/credentials/key`;
      const put = (to) => asked(() => second.ada.send('PUT', path, { body: { source: { vault: { path: to, key: 'token' } } } }));
      const refused = await put('petstore');
      expect(isProblem(refused.answer) && refused.answer.body.detail.includes(made.id) && !refused.answer.body.detail.includes(team.id), 'it reads another folder', refused.answer.body);
      expect(refused.paths.every((one) => one === `secret/data/mcphub/${made.id}/petstore`), 'it asks for another folder', refused.paths);
      expect(isProblem((await put(`../${team.id}/petstore`)).answer), 'it reaches the first one\'s folder');
      await vault.put(`mcphub/${made.id}/petstore`, { token: shop.key('the second\'s own') });
      expect((await put('petstore')).answer.status < 300, 'it cannot read its own');
      const foreignApi = await second.ada.send('PUT', `${second.o}/apis/${shop.api}/credentials/key`, { body: { source: { vault: { path: 'petstore', key: 'token' } } } });
      expect(foreignApi.status === 404, 'it reaches the first one\'s API', foreignApi.status);
    });
    await steps.step('in all, Vault was asked for nothing but what is in the two folders', async () => {
      const paths = [...new Set(vault.asked().map(({ path }) => path))].filter((path) => path.includes('other') || path.includes('alone') || path === 'secret/data/mcphub/petstore');
      expect(paths.every((path) => path.startsWith(folder)), 'it was asked for others', paths);
    });
    await steps.step('no answer shows a value', () => clean(canaries, canaries.answers));
  });
}
