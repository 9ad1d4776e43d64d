// An API after its first day: it is read anew, the new revision is looked at and decided, a finding is seen in its document, and it ends.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { shop, twoEditions } from '../lib/furnish.mjs';
import { Rest } from '../lib/rest.mjs';
import { ADA } from '../lib/world.mjs';

export async function apis({ world, visitor, steps }) {
  const { page } = visitor;
  const rest = await Rest.signIn(world.url, ADA);
  const at = (where, more = '') => `/apis/${where}?in=ada&api=bazaar${more}`;
  const api = await twoEditions(world, rest, 'Bazaar', '/bazaar.yaml');
  const now = () => rest.get(`/organisations/{organisation}/apis/${api.id}`);

  await steps.step('a revision waits, and says what agents would notice; refused, nothing changes', async () => {
    await page.goto(at('overview'));
    await page.getByRole('link', { name: 'See what changed' }).click();
    await page.getByRole('heading', { name: 'Breaks agents' }).waitFor();
    await page.getByText('There is a new argument `kind`, and it is required.').waitFor();
    await page.getByText('The tool is gone.').waitFor();
    await page.getByText('A new tool, GET /new.').waitFor();
    const before = (await now()).current_revision;
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('Revision 2 is refused').waitFor();
    const after = await now();
    expect(after.current_revision === before && !after.pending_revision, 'the first is current', after);
    visitor.content();
  });

  await steps.step('read anew without a change it says so; with one there is a revision, which is accepted after a question', async () => {
    await page.goto(at('revisions'));
    await page.getByRole('button', { name: 'Read it anew' }).click();
    await page.getByText('The document has not changed').waitFor();
    world.documents.put('/bazaar.yaml', 'application/yaml', shop(2, `${world.api.base}/v1`).replace('summary: Something', 'summary: Something else'));
    await page.getByRole('button', { name: 'Read it anew' }).click();
    await page.getByText('Revision 3 waits for approval').waitFor();
    await page.getByRole('link', { name: '3', exact: true }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('alertdialog').getByText('2 changes of it may break agents.', { exact: false }).waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Accept it' }).click();
    await page.getByText('Revision 3 is current now').waitFor();
    const revision = await rest.get(`/organisations/{organisation}/apis/${api.id}/revisions/current`);
    expect(revision.number === 3, 'the third is current', revision.number);
    visitor.content();
  });

  await steps.step('one goes back to the first', async () => {
    await page.goto(at('revisions', '&revision=1'));
    await page.getByRole('button', { name: 'Make it current' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make it current' }).click();
    await page.getByText('Revision 1 is current now').waitFor();
    expect((await rest.get(`/organisations/{organisation}/apis/${api.id}/revisions/current`)).number === 1, 'the first is current');
    visitor.content();
  });

  await steps.step('a finding opens the document where it is, and the document is downloaded', async () => {
    await page.goto(at('overview'));
    await page.getByRole('link', { name: /requestBody/ }).click();
    const marked = page.locator('[data-marked]');
    await marked.first().waitFor();
    const text = await marked.allInnerTexts();
    expect(text.length === 1 && text[0].includes('#/components/schemas/Nope'), 'the line of the reference is marked', text);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'Download' }).click()]);
    expect(file.suggestedFilename() === 'bazaar.yaml', 'its name', file.suggestedFilename());
    await page.getByRole('button', { name: 'Close' }).click();
    visitor.content();
  });

  await steps.step('somebody looks whether it answers, and its history shows it', async () => {
    await page.goto(at('health'));
    await page.getByRole('button', { name: 'Look now' }).first().click();
    await page.getByRole('table', { name: 'Last probes' }).getByText('Answered').first().waitFor();
    await page.goto(at('events'));
    await page.getByRole('button', { name: /API revision approved/ }).first().click();
    await page.getByText(/^Event \d+/).waitFor();
    await page.getByRole('table', { name: 'Jobs' }).getByRole('link').first().click();
    await page.getByRole('dialog').getByText('What it came to').waitFor();
    visitor.content();
  });

  await steps.step('its settings are changed, and what is wrong with them is said beside the field', async () => {
    await page.goto(at('settings'));
    await page.getByLabel('Tags').fill('market, test');
    await page.getByLabel('Read anew').selectOption({ label: 'Every hour' });
    await page.getByRole('switch', { name: /become current by themselves/ }).check();
    await page.getByLabel('Base URL').fill('nonsense');
    visitor.expected.push(/status of 422/);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/address that begins with https/).waitFor();
    await page.getByLabel('Base URL').fill(`${world.api.base}/v1`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    const { settings, tags } = await now();
    expect(settings.refresh_every === 3600 && settings.auto_approve && settings.upstream === `${world.api.base}/v1` && tags.join() === 'market,test', 'the hub knows', { settings, tags });
    visitor.content();
  });

  await steps.step('it ends: what depends on it is named, its name is typed; and it is had back', async () => {
    // The page that shows it reads it anew once it is gone.
    visitor.expected.push(/status of 404.*apis\/bazaar/);
    const server = await rest.post('/organisations/{organisation}/servers', { name: 'Market hall', design: { sources: [{ api: api.id }] } });
    await page.goto(at('settings'));
    await page.getByRole('button', { name: 'Delete Bazaar' }).click();
    const ask = page.getByRole('alertdialog');
    await ask.getByRole('list', { name: 'Servers that depend on it' }).getByText('Market hall').waitFor();
    await ask.getByRole('textbox').fill('bazaar');
    await ask.getByRole('button', { name: 'Delete the API' }).click();
    await page.getByRole('heading', { name: 'APIs', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Deleted' }).click();
    await page.getByRole('row').filter({ hasText: 'Bazaar' }).getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Bazaar is back').waitFor();
    await until(5, 'it is there', async () => (await now()).deleted_at === null || (await now()).deleted_at === undefined);
    await rest.delete(`/organisations/{organisation}/servers/${server.id}`);
    visitor.content();
  });
}
