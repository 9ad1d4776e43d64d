// What comes over a page: the palette, menus, sheets, questions, words in the corner, the menu of phones. Each can be used by keys and by whoever listens.

import { expect } from '../../../judge/hub/lib/steps.mjs';

export async function layers({ world, visitor, steps }) {
  const { page } = visitor;
  const at = (path) => page.goto(new URL(path, world.url).href);
  const clean = async () => {
    const found = await visitor.violations();
    expect(found.length === 0, `${found.length} violations`, found.slice(0, 4));
    visitor.content();
  };

  await steps.step('the palette', async () => {
    await at('/servers');
    await page.getByRole('table').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
  });

  await steps.step('the keys', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  await steps.step('a menu, and the theme that it chooses', async () => {
    const button = page.getByRole('button', { name: /ada@example.com/ });
    await button.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu').waitFor();
    await clean();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme) === 'dark', 'it is dark');
    await page.reload();
    await page.getByRole('table').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme) === 'dark', 'it stays dark');
    await page.evaluate(() => localStorage.removeItem('mcphub.theme'));
    await at('/servers/calls?server=petstore');
  });

  await steps.step('a sheet', async () => {
    // One that came as far as the API: others have made mistakes meanwhile.
    await page.getByRole('row').filter({ hasText: 'OK' }).getByRole('link', { name: 'list_pets' }).first().click();
    await page.getByRole('dialog').getByText('API answered').waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(!page.url().includes('call='), 'the address says that it is closed', page.url());
  });

  await steps.step('a question, and words in the corner', async () => {
    await at('/apis/credentials?api=petstore');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').waitFor();
    await clean();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText('The API takes it').waitFor();
    await clean();
  });

  await steps.step('the menu of phones', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('dialog', { name: 'Menu' }).waitFor();
    await clean();
    await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Servers' }).click();
    await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
    await page.getByRole('dialog', { name: 'Menu' }).waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1440, height: 900 });
    visitor.content();
  });
}
