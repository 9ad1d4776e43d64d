// Every page, light and dark and on a phone: no violation of WCAG 2.2 A or AA, nothing wider than the window, no complaint.

import { expect } from '../../../judge/hub/lib/steps.mjs';
import { settled } from '../lib/browser.mjs';
import { pages } from '../lib/pages.mjs';

export async function accessible({ world, visitor, steps }) {
  const { page } = visitor;
  for (const { name, path, ready } of pages()) {
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
