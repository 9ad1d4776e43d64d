// Every page, light and dark and on a phone: no violation of WCAG 2.2 A or AA, nothing wider than the window, no complaint.

import { expect } from '../../../judge/hub/lib/steps.mjs';
import { Visitor, settled } from '../lib/browser.mjs';
import { furnish } from '../lib/furnish.mjs';
import { outside, pages } from '../lib/pages.mjs';

export async function accessible({ world, browser, visitor, steps }) {
  await furnish(world);
  await look(world, visitor, steps, pages());
  // Flows that come later look at the organisation of the first run.
  await visitor.page.goto('/?in=ada');
  await visitor.page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  const stranger = await Visitor.begin(browser, world.url);
  await look(world, stranger, steps, outside());
  await stranger.end();
}

async function look(world, visitor, steps, all) {
  const { page } = visitor;
  // The page that says so comes with that status.
  visitor.expected.push(/status of 404.*no\/such\/page/);
  for (const { name, path, ready } of all) {
    for (const [how, scheme, width] of [['light', 'light', 1440], ['dark', 'dark', 1440], ['phone', 'light', 375]]) {
      await steps.step(`${name} · ${how}`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: scheme });
        await page.goto(new URL(path, world.url).href);
        await ready(page);
        await settled(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide <= 0, 'it is wider than the window', wide);
        const found = await visitor.violations();
        expect(found.length === 0, `${found.length} violations`, found.slice(0, 4));
        visitor.content();
      });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
