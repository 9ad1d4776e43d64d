// Signing in and out, staying signed in, and two pages of one browser.

import { expect } from '../../../judge/hub/lib/steps.mjs';
import { Visitor } from '../lib/browser.mjs';
import { ADA } from '../lib/world.mjs';

export async function session({ world, browser, steps }) {
  const visitor = await Visitor.begin(browser, world.url);
  const { page, context } = visitor;

  await steps.step('whoever is not signed in is led to sign in, and back to where they wanted', async () => {
    await page.goto('/servers/connect?server=petstore');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    visitor.expected.push(/status of 401/);
    await page.getByLabel('Email').fill(ADA.email);
    await page.getByLabel('Password', { exact: true }).fill('not her password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The address or the password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(ADA.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Petstore', level: 1 }).waitFor();
    expect(page.url().includes('/servers/connect?'), 'she is where she wanted', page.url());
    visitor.content();
  });

  await steps.step('no page can read what keeps her signed in', async () => {
    const seen = await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]));
    expect(!/mcphub_|eyJ/.test(seen.replaceAll('mcphub.', '')), 'a token can be read', seen);
    const kept = (await context.cookies()).find(({ name }) => name === 'mcphub_refresh');
    expect(kept?.httpOnly && kept.sameSite === 'Strict', 'the cookie is for the hub alone', kept);
  });

  await steps.step('she stays signed in when pages are loaded anew, in haste and several at once', async () => {
    for (let times = 0; times < 4; times += 1) await page.goto('/servers', { waitUntil: 'commit' });
    const more = await Promise.all([1, 2, 3].map(async () => { const other = await context.newPage(); await other.goto('/apis'); return other; }));
    await Promise.all(more.map((other) => other.getByRole('heading', { name: 'APIs', level: 1 }).waitFor()));
    await page.reload();
    await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
    await more[0].getByRole('button', { name: /ada@example.com/ }).click();
    await more[0].getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    for (const other of more) await other.close();
    visitor.content();
  });

  await steps.step('a link can lead nowhere else after signing in', async () => {
    await page.goto('/sign-in?after=https://evil.example.com');
    await page.getByLabel('Email').fill(ADA.email);
    await page.getByLabel('Password', { exact: true }).fill(ADA.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    expect(new URL(page.url()).origin === world.url, 'she is elsewhere', page.url());
  });

  await steps.step('an address that leads nowhere is told, with its status', async () => {
    visitor.expected.push(/status of 404/);
    const response = await page.goto('/no/such/page');
    expect(response.status() === 404, 'the status', response.status());
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.goto('/servers/overview?server=no-such-server');
    await page.getByRole('heading', { name: 'This server is not there' }).waitFor();
    visitor.content();
  });

  await steps.step('the palette and keys lead everywhere', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('petstore');
    await page.getByRole('option', { name: 'Petstore' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Petstore', level: 1 }).waitFor();
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'APIs', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('petstore connect');
    await page.getByRole('option', { name: 'Petstore · connect' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Petstore', level: 1 }).waitFor();
    expect(page.url().includes('/servers/connect'), 'it is the page of the server', page.url());
    visitor.content();
  });

  await steps.step('the keys are told, and single ones can be turned off', async () => {
    await page.goto('/apis');
    await page.getByRole('heading', { name: 'APIs', level: 1 }).waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type')) === 'search', 'the field has the focus');
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('API keys').waitFor();
    await help.getByRole('switch', { name: 'Single keys' }).uncheck();
    await help.getByRole('button', { name: 'Close' }).click();
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForTimeout(500);
    expect(new URL(page.url()).pathname === '/apis', 'keys lead somewhere', page.url());
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await help.getByRole('switch', { name: 'Single keys' }).check();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
    visitor.content();
  });
  await visitor.end();
}
