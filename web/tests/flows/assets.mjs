// Scripts, styles and fonts from another origin, as from a CDN: everything of them, and nothing else.

import { expect } from '../../../judge/hub/lib/steps.mjs';
import { Visitor, settled } from '../lib/browser.mjs';
import { ADA, World } from '../lib/world.mjs';

export async function assets({ binary, browser, steps }) {
  const world = await World.begin(binary, { hasAssetsElsewhere: true });
  const visitor = await Visitor.begin(browser, world.url);
  const { page } = visitor;
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  try {
    await steps.step('assets come from where the operator has them, and the rest from the hub', async () => {
      await page.goto(world.setup);
      await page.getByLabel('Your name').fill(ADA.name);
      await page.getByLabel('Email').fill(ADA.email);
      await page.getByLabel('Password', { exact: true }).fill(ADA.password);
      await page.getByRole('button', { name: 'Make the account and go on' }).click();
      await page.getByRole('heading', { name: 'Where is your API described?' }).waitFor();
      // What is loaded when it is wanted comes from there as well.
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Search and commands' }).click();
      await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
      await settled(page);
      const elsewhere = asked.filter(({ hostname }) => hostname === 'localhost');
      expect(elsewhere.length > 10 && elsewhere.every(({ pathname }) => pathname.startsWith('/_next/static/')), 'only assets come from elsewhere', elsewhere.map(String));
      const here = asked.filter(({ hostname, pathname }) => hostname !== 'localhost' && pathname.startsWith('/_next/'));
      expect(here.length === 0, 'all assets come from elsewhere', here.map(String));
      const font = await page.evaluate(() => document.fonts.check('14px inter') && [...document.fonts].some(({ status }) => status === 'loaded'));
      expect(font, 'the font is there');
      visitor.content();
    });
  } finally {
    await visitor.end();
    await world.end();
  }
}
