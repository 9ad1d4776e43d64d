// Whoever runs the hub: accounts are made and disabled, jobs are seen and called off, keys are changed, and all of it is in the log.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { Visitor } from '../lib/browser.mjs';
import { Rest } from '../lib/rest.mjs';
import { ADA } from '../lib/world.mjs';

const DAN = { name: 'Dan Ingalls', email: 'dan@example.com', password: 'kestrel-Orchid-24!wPz7' };

export async function platform({ world, browser, visitor, steps }) {
  const { page } = visitor;
  const rest = await Rest.signIn(world.url, ADA);
  const act = async (what) => {
    await page.getByRole('button', { name: `What to do with ${DAN.name}` }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };

  await steps.step('the hub says that it is ready, and what it stands on', async () => {
    await page.goto('/admin/system');
    await page.getByText('Ready', { exact: true }).waitFor();
    await page.getByText(world.database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Seal anew' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Seal anew' }).click();
    await page.getByRole('heading', { name: /sealed anew|Nothing was left to seal anew/ }).waitFor();
    visitor.content();
  });

  await steps.step('an account is made; its owner chooses a password with the link, and signs in', async () => {
    await page.goto('/admin/users');
    await page.getByRole('button', { name: 'Make an account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill(DAN.name);
    await dialog.getByLabel('Email').fill(DAN.email);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const link = await page.getByLabel('Link', { exact: true }).innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    const dan = await Visitor.begin(browser, world.url);
    await dan.page.goto(link);
    await dan.page.getByLabel(/password/i).first().fill(DAN.password);
    await dan.page.getByRole('button', { name: /password/i }).last().click();
    await until(10, 'the password works', () => Rest.signIn(world.url, DAN).then(() => true, () => false));
    dan.content();
    await dan.end();
    visitor.content();
  });

  await steps.step('he becomes an administrator, then may not sign in any more, then may', async () => {
    await act('Make an administrator');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make an administrator' }).click();
    await page.getByRole('row').filter({ hasText: DAN.email }).getByText('Administrator').waitFor();
    await act('Disable');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('row').filter({ hasText: DAN.email }).getByText('Disabled').waitFor();
    expect(await Rest.signIn(world.url, DAN).then(() => false, () => true), 'he can sign in');
    await act('Enable');
    await page.getByRole('row').filter({ hasText: DAN.email }).getByText('Disabled').waitFor({ state: 'detached' });
    await Rest.signIn(world.url, DAN);
    await page.getByLabel('Find users').fill('nobody like this');
    await page.getByText('No account like that').waitFor();
    visitor.content();
  });

  await steps.step('a job that waits for an answer is called off; one that failed says why, and is tried once more', async () => {
    const kept = await rest.post('/organisations/{organisation}/apis', { name: 'Never', source: { type: 'url', url: world.documents.at('/never.json') } });
    const state = async (id) => (await rest.get(`/organisations/{organisation}/jobs/${id}`)).state;
    await until(20, 'it runs', async () => await state(kept.job) === 'running');
    await page.goto(`/admin/jobs?job=${kept.job}`);
    await page.getByRole('button', { name: 'Call it off' }).click();
    await until(20, 'it is called off', async () => await state(kept.job) === 'cancelled');
    await page.getByRole('dialog').getByText('Called off', { exact: true }).first().waitFor();
    const failing = await rest.register({ name: 'News', source: { type: 'url', url: world.documents.at('/page.html') } });
    await page.goto(`/admin/jobs?state=failed&job=${failing.api.job}`);
    await page.getByText('Why it failed').waitFor();
    await page.getByRole('button', { name: 'Try it once more' }).click();
    await page.getByText('It is tried once more').waitFor();
    const { items: jobs } = await rest.get(`/organisations/{organisation}/jobs?subject=${failing.api.id}`);
    expect(jobs.length === 2, 'there is another job', jobs.length);
    for (const { id } of [kept, failing.api]) await rest.delete(`/organisations/{organisation}/apis/${id}`);
    visitor.content();
  });

  await steps.step('settings are seen as they hold, and no secret', async () => {
    await page.goto('/admin/system');
    await page.getByRole('link', { name: 'All settings' }).click();
    const table = page.getByRole('table', { name: 'Settings' });
    await table.getByText('jobs.at_once', { exact: true }).waitFor();
    await page.getByLabel('Find by name or words').fill('master_key');
    await table.getByText('jobs.at_once', { exact: true }).waitFor({ state: 'detached' });
    await table.getByText('secrets.master_key', { exact: true }).waitFor();
    await page.getByLabel('Find by name or words').fill('nothing like this');
    await page.getByText('No setting like that').waitFor();
    visitor.content();
  });

  await steps.step('all of it is in the log of the hub', async () => {
    await page.goto('/admin/audit?action=user.');
    await page.getByRole('button', { name: /Account created/ }).first().waitFor();
    await page.getByRole('button', { name: /Account updated/ }).first().click();
    await page.getByRole('dialog').getByText('What is known of it').waitFor();
    visitor.content();
  });
}
