// Registries of images: added, tried, their tags, and what a role may not do. What is clicked is seen by REST.

import { createServer } from 'node:http';
import { expect, until } from '../../../judge/hub/lib/steps.mjs';

const row = (page, name) => page.getByRole('row').filter({ hasText: name });

/** A registry of images that has one repository, and lets anybody in. */
async function aRegistry() {
  const tags = new Set(['1.0', '2.0']);
  const server = createServer((request, response) => {
    const [, tag] = /^\/v2\/team\/shop\/manifests\/(.+)$/.exec(request.url) ?? [];
    if (request.url === '/v2/') return response.end('{}');
    if (request.url === '/v2/team/shop/tags/list') return response.end(JSON.stringify({ tags: [...tags] }));
    if (request.method === 'DELETE') { tags.delete('1.0'); return response.writeHead(202).end(); }
    if (tags.has(tag)) return response.end(JSON.stringify({ schemaVersion: 2, tag }));
    return response.writeHead(404).end('{}');
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { host: `127.0.0.1:${server.address().port}`, tags, end: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

/** Of one organisation, at their page's address; `other` may see and not change them. */
export async function registries({ visitor, steps, rest, other, address }) {
  const { page } = visitor;
  const registry = await aRegistry();
  const menu = (entry) => page.getByRole('button', { name: 'What to do with Ours' }).click().then(() => page.getByRole('menuitem', { name: entry }).click());

  await steps.step('a registry is added and tried; its password is never shown, and does not follow it to another host', async () => {
    await page.goto(address);
    await page.getByRole('heading', { name: 'There are no registries yet' }).waitFor();
    await page.getByRole('button', { name: 'Add a registry' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Ours');
    await dialog.getByLabel('Address').fill(`https://${registry.host}`);
    visitor.expected.push(/status of 422/);
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await dialog.getByRole('alert').first().waitFor();
    await dialog.getByLabel('Address').fill(`${registry.host}/team`);
    await dialog.getByLabel('User', { exact: true }).fill('ci');
    await dialog.getByLabel('Password or token', { exact: true }).fill('planted-password');
    await dialog.getByLabel('Tags to keep').fill('3');
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await row(page, 'Ours').getByText('3 tags').waitFor();
    await menu('Try it');
    await row(page, 'Ours').getByText('Works').waitFor();
    await menu('Change');
    await dialog.getByLabel('Address').fill('elsewhere.example.com/team');
    visitor.expected.push(/status of 422/);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/given for another address/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const kept = await rest.get('/organisations/{organisation}/registries');
    expect(kept.items[0].has_login && !JSON.stringify(kept).includes('planted'), 'the password is told', kept);
    visitor.content();
  });

  await steps.step('its tags are listed, and one is deleted', async () => {
    await menu('See its tags');
    const sheet = page.getByRole('dialog', { name: 'Tags of Ours' });
    await sheet.getByLabel('Repository').fill('shop');
    await sheet.getByRole('button', { name: 'Show it' }).click();
    await sheet.getByRole('table', { name: 'Tags of shop' }).getByText('2.0').waitFor();
    await sheet.getByRole('button', { name: 'Delete 1.0' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('shop:1.0 is deleted').waitFor();
    await until(5, 'the end of the tag', () => !registry.tags.has('1.0'));
    await page.keyboard.press('Escape');
    visitor.content();
  });

  await steps.step('who may not change registries sees them, and why nothing can be done; one is deleted', async () => {
    await other.page.goto(address);
    await row(other.page, 'Ours').waitFor();
    const button = other.page.getByRole('button', { name: 'Add a registry' });
    expect(await button.getAttribute('aria-disabled') === 'true', 'it can be used');
    await other.page.getByText(/needs the permission registries:manage/).first().waitFor({ state: 'attached' });
    other.content();
    await menu('Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Ours is deleted').waitFor();
    visitor.content();
  });
  await registry.end();
}
