// Credentials that are in Vault, by the console in a real browser: named, read, used, and what is wrong with them said where they are.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ALL } from '../lib/bench.mjs';
import { Skip, expect } from '../lib/steps.mjs';
import { FOLDERS, SOURCES, byRole, clean, withShop } from './shop.mjs';

const WEB = fileURLToPath(new URL('../../../web', import.meta.url));

export async function console_(given) {
  const { steps, vault, canaries } = given;
  const missing = ['dist/index.html', 'node_modules/playwright-core'].find((one) => !existsSync(`${WEB}/${one}`));
  if (missing) {
    await steps.step('prepare', () => { throw new Skip(`there is no web/${missing}; \`make test-web\` makes it`); });
    return;
  }
  const { Visitor, launch } = await import(`${WEB}/tests/lib/browser.mjs`);
  await vault.policy('folders', FOLDERS);
  await vault.role('hub', ['folders']);
  const settings = { ...await byRole(vault, 'hub'), ...SOURCES, MCPHUB__WEB__FOLDER: `${WEB}/dist` };
  await withShop({ ...given, name: 'console' }, { settings, processes: [['one', [...ALL, 'web']]] }, async (shop) => {
    const browser = await launch();
    try {
      const visitor = await Visitor.begin(browser, shop.hub.processes[0].url);
      await visited({ steps, vault, canaries, shop, visitor });
    } finally {
      await browser.close();
    }
  });
}

async function visited({ steps, vault, canaries, shop, visitor }) {
  const { page } = visitor;
  const { team } = shop;
  const { slug } = await team.ada.get(`${team.o}/apis/${shop.api}`);
  const secret = `mcphub/${team.id}/petstore`;
  const name = async (path, key) => {
    await page.getByText('In Vault', { exact: true }).click();
    await page.getByLabel('Path').fill(path);
    await page.getByLabel('Key in it').fill(key);
    await page.getByRole('button', { name: 'Test and save' }).click();
  };
  await steps.step('somebody signs in, and is offered Vault beside the value, with the folder of the organisation', async () => {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(team.who.email);
    await page.getByLabel('Password', { exact: true }).fill(team.who.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
    await page.goto(`/apis/credentials?in=${team.slug}&api=${slug}`);
    await page.getByText('In Vault', { exact: true }).click();
    await page.getByText(`Below secret/mcphub/${team.id}/`).waitFor();
    visitor.content();
  });
  await steps.step('a secret that is not there is said, with its place, and nothing is kept', async () => {
    visitor.expected.push(/status of 4\d\d/);
    await name('nothing/here', 'token');
    await page.getByText(/nothing\/here.*Nothing was kept/).waitFor();
    expect(!(await shop.view()), 'something was kept', await shop.view());
  });
  await steps.step('one that leads out of the folder is refused', async () => {
    await name('../other', 'token');
    await page.getByText(/Nothing was kept/).waitFor();
    expect(!(await shop.view()), 'something was kept', await shop.view());
    visitor.content();
  });
  await steps.step('the secret that is there is read, tested, shown with its place, and calls are made with it', async () => {
    await vault.put(secret, { token: shop.key('by the console') });
    await name('petstore', 'token');
    await page.getByText('Read from Vault: petstore, key token', { exact: false }).waitFor();
    await page.getByText('Works', { exact: true }).waitFor();
    await shop.served();
    await shop.opens('by the console');
    visitor.content();
  });
  await steps.step('the page of the credential is without a violation of WCAG A and AA', async () => {
    const found = await visitor.violations();
    expect(found.length === 0, 'there are some', found);
  });
  await steps.step('what is gone in Vault is said where the credential is; the value from before is still in use', async () => {
    await vault.put(secret, { other: 'x' });
    await shop.troubled(/token/);
    await page.reload();
    await page.getByText('It could not be read again').waitFor();
    await page.getByText('The value from before is still in use.', { exact: false }).waitFor();
    await shop.opened('by the console');
    visitor.content();
  });
  await steps.step('no page, no answer and no log shows a value', async () => {
    clean(canaries, [...canaries.answers, ...shop.hub.logs(), ['the page', Buffer.from(await page.content())]]);
  });
}
