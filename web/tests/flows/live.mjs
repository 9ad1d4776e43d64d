// What happens is shown as it happens, also after the hub was away: nothing is missed, nothing comes twice, nothing is loaded anew.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { visit } from '../lib/mcp.mjs';
import { Rest } from '../lib/rest.mjs';
import { ADA } from '../lib/world.mjs';

const call = (told, search) => visit(told, (client) => client.callTool({ name: 'list_pets', arguments: { search } }));

export async function live({ world, visitor, steps, told }) {
  const { page } = visitor;
  const rows = () => page.getByRole('table', { name: 'Calls' }).getByRole('row').count();

  await steps.step('a call appears in the list as it comes', async () => {
    await page.goto('/servers/calls?server=petstore');
    await page.getByRole('table', { name: 'Calls' }).waitFor();
    await page.locator('[data-live=live]').waitFor();
    const before = await rows();
    await call(told, 'felix');
    await until(10, 'the call appears', async () => await rows() === before + 1);
    visitor.content();
  });

  await steps.step('one call in full', async () => {
    await page.getByRole('link', { name: 'list_pets' }).first().click();
    await page.getByRole('dialog').getByText('API answered').waitFor();
    await page.getByRole('dialog').getByText('a-real-client/1.2.3').waitFor();
    expect(page.url().includes('call='), 'the address says which', page.url());
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    visitor.content();
  });

  await steps.step('the hub is started anew while the page is open: it catches up', async () => {
    await page.evaluate(() => { globalThis.isTheSamePage = true; });
    const before = await rows();
    visitor.expected.push(/WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/);
    await world.process.stop();
    await page.locator('[data-live=waiting]').waitFor();
    await world.process.start();
    await world.ready();
    // While the page still waits, somebody calls.
    await call(told, 'kiki');
    await page.locator('[data-live=live]').waitFor();
    await call(told, 'marma');
    await until(15, 'both calls appear', async (shown) => { const now = await rows(); shown(now - before); return now >= before + 2; });
    await page.waitForTimeout(2500);
    expect(await rows() === before + 2, 'each appears once', (await rows()) - before);
    expect(await page.evaluate(() => globalThis.isTheSamePage === true), 'the page was loaded anew');
    visitor.content();
  });

  await steps.step('the hub is killed while several pages are open: each catches up with what it missed, once, and none is loaded anew', async () => {
    const rest = await Rest.signIn(world.url, ADA);
    const [apis, overview] = [await visitor.context.newPage(), await visitor.context.newPage()];
    await apis.goto('/apis?in=ada');
    await apis.getByRole('table', { name: 'APIs' }).waitFor();
    await overview.goto('/servers/overview?in=ada&server=petstore');
    await overview.getByRole('table', { name: 'Recent calls' }).waitFor();
    const all = [page, apis, overview];
    for (const one of all) {
      await one.locator('[data-live=live]').waitFor();
      await one.evaluate(() => { globalThis.isTheSamePage = true; });
    }
    const before = await rows();
    await world.process.kill();
    for (const one of all) await one.locator('[data-live=waiting]').waitFor();
    await world.process.start();
    await world.ready();
    // What happens while the pages still wait to try again is what they have to catch up with.
    await call(told, 'felix');
    const { api } = await rest.register({ name: 'Came meanwhile', source: { type: 'url', url: world.documents.at('/away.json') } });
    await Promise.all(all.map((one) => one.locator('[data-live=live]').waitFor()));
    await until(15, 'the call appears', async () => await rows() >= before + 1);
    await apis.getByRole('link', { name: 'Came meanwhile' }).waitFor();
    await call(told, 'kiki');
    await until(15, 'the next call appears', async () => await rows() >= before + 2);
    await page.waitForTimeout(2500);
    expect(await rows() === before + 2, 'each appears once', (await rows()) - before);
    const calls = await page.getByRole('table', { name: 'Calls' }).getByRole('link').evaluateAll((links) => links.map((link) => link.href));
    expect(new Set(calls).size === calls.length, 'a call is listed twice', calls);
    expect(await apis.getByRole('link', { name: 'Came meanwhile' }).count() === 1, 'it is listed once');
    for (const one of all) expect(await one.evaluate(() => globalThis.isTheSamePage === true), 'a page was loaded anew', one.url());
    await rest.delete(`/organisations/{organisation}/apis/${api.id}`);
    for (const one of [apis, overview]) await one.close();
    visitor.content();
  });
}
