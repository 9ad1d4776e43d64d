// Photographs every page: light, dark, on a phone. node tests/screens.mjs BINARY FOLDER [--only PART]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstRun } from './flows/first-run.mjs';
import { Steps } from '../../judge/hub/lib/steps.mjs';
import { Visitor, launch, settled } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { visit } from './lib/mcp.mjs';
import { outside, pages } from './lib/pages.mjs';
import { World } from './lib/world.mjs';

const { values: options, positionals: [binary, folder] } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' } } });
if (!folder) {
  console.error('usage: screens.mjs BINARY FOLDER [--only PART]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const LOOKS = [['light', 'light', 1440], ['dark', 'dark', 1440], ['phone', 'light', 375]];

async function photograph(visitor, base, all) {
  for (const { name, path, ready } of all.filter((one) => one.name.includes(options.only))) {
    for (const [how, scheme, width] of LOOKS) {
      const { page } = visitor;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(new URL(path, base).href);
      await ready(page).catch((error) => console.log(`${name}: ${error.message.split('\n')[0]}`));
      await settled(page);
      await page.screenshot({ path: join(folder, `${name.replaceAll(' ', '-')}.${how}.png`), fullPage: true });
    }
  }
}

const world = await World.begin(binary);
const browser = await launch();
try {
  const visitor = await Visitor.begin(browser, world.url);
  const stranger = await Visitor.begin(browser, world.url);
  if ('welcome'.includes(options.only)) await photograph(stranger, world.url, [{ name: 'welcome', path: new URL(world.setup).pathname + new URL(world.setup).search, ready: (page) => page.getByLabel('Your name').waitFor() }]);
  const told = await firstRun({ world, visitor, steps: new Steps('first run') });
  const calls = [['list_pets', {}], ['get_pet', { id: 1 }], ['get_pet', { id: 4711 }], ['list_pets', { kind: ['cat'] }], ['get_health', {}], ['list_pets', { limit: 'many' }]];
  await visit(told, async (client) => { for (const [name, args] of calls) await client.callTool({ name, arguments: args }).catch(() => undefined); });
  await furnish(world);
  await photograph(stranger, world.url, outside());
  await photograph(visitor, world.url, pages());
} finally {
  await browser.close();
  await world.end();
}
