// Five thousand tools with long names: found, chosen and tried without waiting, and without a page that is wider than the window.

import { expect } from '../../../judge/hub/lib/steps.mjs';

/** Rows that a list may have on the page. */
const FEW = 80;

export async function large({ world, visitor, steps }) {
  const { page } = visitor;
  await steps.step('5,000 tools', async () => {
    await page.goto(new URL('/new', world.url).href);
    await page.getByLabel('Address', { exact: true }).fill(world.documents.at('/large.json'));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'This was found' }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'The API needs no credentials' }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('5,000 tools', { exact: true }).first().waitFor({ timeout: 60_000 });
    const rows = await page.getByRole('region', { name: 'Tools' }).getByRole('listitem').count();
    expect(rows > 5 && rows < FEW, 'only those in sight are on the page', rows);
    await page.getByLabel('Find tools').fill('departments/4321');
    await page.getByText('1 tool found').waitFor();
    await page.getByRole('checkbox', { name: 'All that were found' }).click();
    await page.getByText('4,999 tools', { exact: true }).waitFor();
    await page.setViewportSize({ width: 375, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'it is wider than a phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Call it' }).waitFor({ timeout: 60_000 });
    visitor.content();
  });

  await steps.step('5,000 tools in the design of a server', async () => {
    const server = new URL(page.url()).searchParams.get('server');
    await page.goto(new URL(`/servers/tools?server=${server}`, world.url).href);
    await page.getByTestId('tools').getByText('4,999').waitFor({ timeout: 60_000 });
    const rows = await page.getByRole('region', { name: 'Tools' }).getByRole('listitem').count();
    expect(rows > 5 && rows < FEW, 'only those in sight are on the page', rows);
    const began = Date.now();
    await page.getByRole('checkbox', { name: 'All of Group of related things number 0' }).click();
    await page.getByTestId('tools').getByText('4,899').waitFor();
    console.log(`     ${Date.now() - began} ms until a hundred tools are out`);
    await page.getByText('tag Group of related things number 0').waitFor();
    await page.getByRole('region', { name: 'Not saved' }).getByRole('button', { name: 'Save the design' }).click();
    await page.getByRole('region', { name: 'Not saved' }).waitFor({ state: 'detached', timeout: 60_000 });
    visitor.content();
  });
}
