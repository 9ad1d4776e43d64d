// Sources of credentials from the command line and from files: set, applied, applied again, changed, written down.

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect } from '../lib/steps.mjs';
import { FOLDERS, SOURCES, byRole, clean, files as below, withShop } from './shop.mjs';

export async function files(given) {
  const { steps, vault, canaries } = given;
  await vault.policy('folders', FOLDERS);
  await vault.role('hub', ['folders']);
  await withShop({ ...given, name: 'files' }, { settings: { ...await byRole(vault, 'hub'), ...SOURCES } }, async (shop) => {
    const { folder, team, hub } = shop;
    const home = join(folder, 'home');
    mkdirSync(home);
    const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, MCPHUB_HUB: hub.processes[0].url, MCPHUB_KEY: team.ada.token, MCPHUB_ORGANISATION: team.slug };
    /** What a command says, and how it ends. */
    const run = (...words) => new Promise((done) => {
      const child = execFile(resolve(shop.binary), words, { env, cwd: folder, timeout: 60_000 }, (error, out, why) => {
        canaries.keep(words.join(' '), `${out}\n${why}`);
        done({ code: error ? error.code ?? -1 : 0, said: `${out}\n${why}` });
      });
      child.stdin.end();
    });
    await vault.put(`mcphub/${team.id}/petstore`, { token: shop.key('by the command'), second: shop.key('by the second key') });
    const { slug } = await team.ada.get(`${team.o}/apis/${shop.api}`);
    await shop.served();

    await steps.step('`credentials set --vault` names a place, and no value is asked for', async () => {
      const { code, said } = await run('credentials', 'set', slug, 'key', '--vault', 'petstore#token');
      expect(code === 0, 'it fails', said);
      await shop.opens('by the command');
      const list = await run('credentials', 'list', slug);
      expect(list.code === 0 && list.said.includes('petstore'), 'the list does not show where it is', list.said);
    });
    await steps.step('a place that is none, or is not there, is refused with words', async () => {
      for (const [place, pattern] of [['petstore', /#|key/], ['../other#token', /vault\.path/], ['nothing#token', /nothing/], ['petstore#tokens', /tokens/], ['#token', /path|#/], ['petstore#', /key|#/]]) {
        const { code, said } = await run('credentials', 'set', slug, 'key', '--vault', place);
        expect(code !== 0 && pattern.test(said), `${place} is answered otherwise`, [code, said]);
      }
      await shop.opened('by the command');
    });
    const manifest = (key, more = '') => `apiVersion: mcphub.dev/v1
kind: McpApi
metadata:
  name: applied
spec:
  source:
    file: shop.json
  settings:
    probeEvery: 0
  credentials:
    - scheme: key
      valueFrom:
        vault:
          path: petstore
          key: ${key}
${more}`;
    const wanted = join(folder, 'applied');
    mkdirSync(wanted);
    writeFileSync(join(wanted, 'shop.json'), shop.document);
    const apply = (text, ...more) => {
      writeFileSync(join(wanted, 'api.yaml'), text);
      return run('apply', '-f', join(wanted, 'api.yaml'), '--yes', ...more);
    };
    const view = async () => (await team.ada.get(`${team.o}/apis/applied/credentials`)).items.find(({ scheme }) => scheme === 'key');
    await steps.step('a file with `valueFrom: {vault: …}` is applied', async () => {
      const { code, said } = await apply(manifest('token'));
      expect(code === 0, 'it fails', said);
      const { source, source_problem: problem } = await view();
      expect(source?.vault?.path === 'petstore' && source.vault.key === 'token' && problem === null, 'the source is another one', { source, problem });
    });
    await steps.step('applied again, there is nothing to do', async () => {
      const { code, said } = await apply(manifest('token'), '--dry-run');
      expect(code === 0, 'something would change', said);
    });
    await steps.step('with another key something would change, and does', async () => {
      const dry = await apply(manifest('second'), '--dry-run');
      expect(dry.code === 4, 'nothing would change', dry.said);
      const { code, said } = await apply(manifest('second'));
      expect(code === 0 && (await view()).source.vault.key === 'second', 'it did not', said);
    });
    await steps.step('two places for one value, and a path that leaves the folder, are refused', async () => {
      const two = await apply(manifest('token', '        env: HOME\n'));
      expect(two.code === 3, 'two are taken', two.said);
      const out = await apply(manifest('token').replace('path: petstore', 'path: ../other'));
      expect([1, 3].includes(out.code) && /path/.test(out.said), 'it is taken', out.said);
      expect((await view()).source.vault.key === 'second', 'something changed');
    });
    await steps.step('written down as files, it is a reference to the place; applied again, nothing changes', async () => {
      const { code, said } = await run('export-config', 'api/applied', '-o', join(folder, 'written'));
      expect(code === 0, 'it fails', said);
      const text = below(join(folder, 'written')).map(([, bytes]) => bytes.toString('utf8')).join('\n');
      expect(/vault:\s+path: petstore\s+key: second|vault:\s+key: second\s+path: petstore/.test(text), 'there is no such reference', text.slice(0, 1_500));
      const again = await run('apply', '-f', join(folder, 'written'), '--dry-run');
      expect(again.code === 0, 'something would change', again.said);
    });
    await steps.step('nothing that was said or written shows a value', () => clean(canaries, [...canaries.answers, ...below(wanted), ...below(home)]));
  });
}
