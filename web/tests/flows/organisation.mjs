// An organisation from its beginning to its end: members, roles, keys, quotas, webhooks, the audit log. What is clicked is seen by REST.

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { Visitor } from '../lib/browser.mjs';
import { Rest } from '../lib/rest.mjs';
import { ADA } from '../lib/world.mjs';
import { registries } from './registries.mjs';

const BOB = { name: 'Bob Kahn', email: 'bob@example.com', password: 'kestrel-Orchid-21!wPz7' };
const SLUG = 'difference-engine';

const row = (page, name) => page.getByRole('row').filter({ hasText: name });
const at = (page) => `/organisation/${page}?in=${SLUG}`;

export async function organisation({ world, browser, visitor, steps }) {
  const { page } = visitor;
  const rest = (await Rest.signIn(world.url, ADA)).in(SLUG);
  const bob = await Visitor.begin(browser, world.url);
  let link;

  await steps.step('an organisation is made, and leads to its members', async () => {
    await page.goto('/organisations/new');
    await page.getByLabel('Name', { exact: true }).fill('Difference Engine');
    expect(await page.getByLabel('In addresses').inputValue() === SLUG, 'its address is made of its name', await page.getByLabel('In addresses').inputValue());
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor();
    await row(page, ADA.email).getByText('You').waitFor();
    visitor.content();
  });

  await steps.step('somebody is invited, opens the link, makes an account and is in', async () => {
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByRole('dialog').getByLabel('Email').fill('not an address');
    visitor.expected.push(/status of 422/);
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByRole('dialog').getByRole('alert').first().waitFor();
    await page.getByRole('dialog').getByLabel('Email').fill(BOB.email);
    await page.getByRole('button', { name: 'Make the link' }).click();
    link = await page.getByLabel('Link', { exact: true }).innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('table', { name: 'Pending invitations' }).getByText(BOB.email).waitFor();
    const other = bob.page;
    await other.goto(link);
    await other.getByLabel('Your name').fill(BOB.name);
    await other.getByLabel('Password', { exact: true }).fill(BOB.password);
    await other.getByRole('button', { name: 'Make the account and join' }).click();
    await other.getByRole('button', { name: new RegExp(BOB.email) }).waitFor();
    // Who has come shows on Ada's page without her doing anything.
    await page.getByRole('table', { name: 'Members' }).getByText(BOB.email).waitFor();
    await page.getByText('Nobody is invited at the moment.').waitFor();
    visitor.content();
    bob.content();
  });

  await steps.step('what a role does not allow stays visible, with the reason; a page that may not be seen says so', async () => {
    const other = bob.page;
    await other.goto(at('members'));
    const button = other.getByRole('button', { name: 'Invite somebody' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled') === 'true', 'it can be used');
    await other.getByText(/needs the permission members:manage/).first().waitFor({ state: 'attached' });
    bob.expected.push(/status of 403/);
    await other.goto(at('audit'));
    await other.getByRole('heading', { name: 'You may not see this' }).waitFor();
    await other.goto('/admin/users');
    await other.getByRole('heading', { name: 'You may not see this' }).waitFor();
    bob.content();
  });

  await steps.step('a role is made of permissions, given, and allows what it says', async () => {
    await page.goto(at('roles'));
    await page.getByRole('button', { name: 'Make a role' }).click();
    const sheet = page.getByRole('dialog', { name: /^Make / });
    await sheet.getByLabel('Name', { exact: true }).fill('Auditor');
    await sheet.getByLabel('Read the audit log').check();
    await sheet.getByRole('button', { name: 'Make the role' }).click();
    await page.getByRole('columnheader', { name: /Auditor/ }).waitFor();
    await page.goto(at('members'));
    await page.getByLabel(`Role of ${BOB.name}`).selectOption({ label: 'Auditor' });
    await page.getByText(`${BOB.name} is Auditor now`).waitFor();
    const members = (await rest.get('/organisations/{organisation}/members')).items;
    expect(/^rol_/.test(members.find(({ email }) => email === BOB.email).role), 'the hub knows of it', members);
    await bob.page.goto(at('audit'));
    await bob.page.getByRole('table', { name: 'Audit log' }).waitFor();
    visitor.content();
  });

  await keys({ world, visitor, steps, rest });
  await quotas({ world, visitor, steps, rest });
  await webhooks({ visitor, steps });
  await registries({ visitor, steps, rest, other: bob, address: at('registries') });
  await audit({ world, visitor, steps, rest });

  await steps.step('a member is removed, and a role that nobody has is deleted', async () => {
    await page.goto(at('members'));
    await page.getByRole('button', { name: `Remove ${BOB.name}` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText(`${BOB.name} is no member any more`).waitFor();
    expect(await row(page, BOB.email).count() === 0, 'he is listed');
    await page.goto(at('roles'));
    await page.getByRole('button', { name: /Auditor/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The role Auditor is deleted').waitFor();
    expect((await rest.get('/organisations/{organisation}/roles')).items.length === 0, 'the role is there');
    visitor.content();
  });

  await steps.step('it is called otherwise, in addresses too, and then ends once its name is typed', async () => {
    await page.goto(at('settings'));
    await page.getByLabel('Name', { exact: true }).fill('Difference Engine No. 2');
    await page.getByLabel('In addresses').fill('engine-2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete Difference Engine No. 2' }).waitFor();
    expect(new URL(page.url()).searchParams.get('in') === 'engine-2', 'the address says it', page.url());
    await page.getByRole('button', { name: 'Delete Difference Engine No. 2' }).click();
    const ask = page.getByRole('alertdialog');
    const button = ask.getByRole('button', { name: 'Delete everything' });
    expect(await button.getAttribute('aria-disabled') === 'true', 'nothing has to be typed');
    await ask.getByRole('textbox').fill('engine-2');
    await button.click();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    expect(!(await rest.get('/organisations')).items.some(({ slug }) => slug === 'engine-2'), 'it is there');
    visitor.content();
  });
  await bob.end();
}

async function keys({ world, visitor, steps, rest }) {
  const { page } = visitor;
  const asks = (key, path = `/organisations/${SLUG}/apis`) => fetch(`${world.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
  const shown = async () => {
    const text = await page.getByLabel('Key', { exact: true }).innerText();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByLabel('Key', { exact: true }).waitFor({ state: 'detached' });
    return text;
  };
  let key;

  await steps.step('a key is made, shown once, does what it may and no more, and says when it was used', async () => {
    await page.goto(at('keys'));
    await page.getByRole('button', { name: 'Make a key' }).first().click();
    const sheet = page.getByRole('dialog', { name: /^Make / });
    await sheet.getByLabel('Name', { exact: true }).fill('CI');
    await sheet.getByText('As I choose').click();
    await sheet.getByLabel('See APIs, their documents, tools and health').check();
    await sheet.getByLabel('Ends').selectOption({ label: 'In 30 days' });
    await sheet.getByRole('button', { name: 'Make the key' }).click();
    key = await shown();
    await row(page, 'CI').getByText('Never').waitFor();
    expect(await asks(key) === 200, 'it may see APIs');
    expect(await asks(key, `/organisations/${SLUG}/audit`) === 403, 'it may see the audit log');
    const [made] = (await rest.get('/organisations/{organisation}/api-keys')).items;
    const days = (Date.parse(made.expires_at) - Date.now()) / 86_400_000;
    expect(made.scopes.join() === 'apis:read' && days > 29.9 && days <= 30, 'it is as it was asked for', made);
    await until(10, 'its use is known', async () => { await page.reload(); await row(page, 'CI').waitFor(); return await row(page, 'CI').getByText('Never').count() === 0; });
    expect(!(await page.content()).includes(key), 'the key is on the page');
    visitor.content();
  });

  await steps.step('it is rotated: the old one stops, the new one works; then it is revoked', async () => {
    await page.getByRole('button', { name: 'What to do with CI' }).click();
    await page.getByRole('menuitem', { name: 'Rotate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click();
    const next = await shown();
    expect(await asks(key) === 401 && await asks(next) === 200, 'the new one works, and it alone');
    await page.getByRole('button', { name: 'What to do with CI' }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No keys yet').waitFor();
    expect(await asks(next) === 401, 'it works still');
    visitor.content();
  });

  await steps.step('a service account has a key of its own', async () => {
    await page.getByRole('button', { name: 'Make one' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a service account' });
    await dialog.getByLabel('Name', { exact: true }).fill('pipeline');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('table', { name: 'Service accounts' }).getByText('pipeline').waitFor();
    await page.getByRole('button', { name: 'Make a key' }).first().click();
    const sheet = page.getByRole('dialog', { name: /^Make / });
    await sheet.getByLabel('Name', { exact: true }).fill('pipeline on main');
    await sheet.getByLabel('Acts for').selectOption({ label: 'pipeline (service account)' });
    await sheet.getByText('Register and deploy').click();
    await sheet.getByRole('button', { name: 'Make the key' }).click();
    const text = await shown();
    await row(page, 'pipeline on main').getByText('Service').waitFor();
    expect(await asks(text) === 200, 'it works');
    visitor.content();
  });
}

async function quotas({ world, visitor, steps, rest }) {
  const { page } = visitor;
  await steps.step('an administrator says how much it may have; usage shows it, and the hub keeps to it', async () => {
    await page.goto('/admin/organisations');
    await row(page, 'Difference Engine').getByRole('button', { name: 'Quotas' }).click();
    const dialog = page.getByRole('dialog', { name: /^Quotas of/ });
    await dialog.getByLabel('APIs', { exact: true }).fill('1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await rest.register({ name: 'First', source: { type: 'url', url: world.documents.at('/petstore.yaml') } });
    await page.goto(at('usage'));
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await page.goto(`/new?in=${SLUG}`);
    await page.getByLabel('Address', { exact: true }).fill(world.documents.at('/petstore.yaml'));
    visitor.expected.push(/status of 4\d\d/);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('alert').getByText(/may have 1 of/).waitFor();
    visitor.content();
  });
}

async function webhooks({ visitor, steps }) {
  const { page } = visitor;
  const heard = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes) => { body += bytes; });
    request.on('end', () => { heard.push({ headers: request.headers, body }); response.writeHead(204).end(); });
  });
  await new Promise((done) => { receiver.listen(0, '127.0.0.1', done); });

  await steps.step('a webhook is added, tried, and told of what happens, signed with the secret that was shown', async () => {
    await page.goto(at('webhooks'));
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Alerts');
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${receiver.address().port}/hook`);
    await dialog.getByRole('button', { name: 'Add it' }).click();
    const secret = await page.getByLabel('Secret', { exact: true }).innerText();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'What to do with Alerts' }).click();
    await page.getByRole('menuitem', { name: 'Send a test' }).click();
    await page.getByText('Alerts took it').waitFor();
    const [{ headers, body }] = heard;
    const signed = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
    expect(headers['webhook-signature'].split(' ').includes(`v1,${signed}`), 'the signature', headers);
    await page.getByRole('button', { name: 'What to do with Alerts' }).click();
    await page.getByRole('menuitem', { name: 'Turn off' }).click();
    await row(page, 'Alerts').getByText('Off').waitFor();
    visitor.content();
  });
  await new Promise((done) => { receiver.close(done); receiver.closeAllConnections(); });
}

async function audit({ world, visitor, steps, rest }) {
  const { page } = visitor;
  const lines = () => page.getByRole('table', { name: 'Audit log' }).getByRole('row').count();

  await steps.step('the audit log is found by what and by whom, and one line is seen in full', async () => {
    await page.goto(at('audit'));
    await page.getByRole('table', { name: 'Audit log' }).waitFor();
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'API keys' });
    await until(10, 'four lines are about keys', async (shown) => { const now = await lines(); shown(now); return now === 1 + 4; });
    await page.getByLabel('From').fill('2099-01-01');
    await page.getByText('No line like that').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: /Webhook created/ }).click();
    const sheet = page.getByRole('dialog', { name: 'Webhook created' });
    await sheet.getByText('127.0.0.1').first().waitFor();
    await sheet.getByRole('button', { name: 'Only this' }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /Webhook updated/ }).waitFor();
    expect(await page.getByRole('button', { name: /API key/ }).count() === 0, 'nothing else is shown');
    visitor.content();
  });

  await steps.step('it is exported, and held against its hashes; a change past the hub is found', async () => {
    await page.goto(at('audit'));
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()]);
    const text = readFileSync(await file.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const known = (await rest.get('/organisations/{organisation}/audit?limit=1')).items[0].number;
    expect(text.length >= 15 && text.length === text[0].number && known >= text[0].number, 'every line is in it', [text.length, known]);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/lines, and each is as it was written/).waitFor();
    const scope = (await rest.get('/organisations/{organisation}')).id;
    const [line] = text.filter(({ action }) => action === 'api-key.created').slice(-1);
    expect(scope && line, 'there is a line to change');
    await world.database.change(`UPDATE audit SET address = '10.9.8.7' WHERE number = ${line.number} AND request = '${line.request}'`);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(`The log is not what was written, from line ${line.number}`).waitFor();
    visitor.content();
  });
}
