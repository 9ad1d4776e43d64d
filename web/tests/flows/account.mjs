// One's own account: its name, a second factor and signing in with it, a new password, other sign-ins ended. With an account of its own.

import { expect } from '../../../judge/hub/lib/steps.mjs';
import { code } from '../../../judge/hub/lib/totp.mjs';
import { Visitor } from '../lib/browser.mjs';
import { Rest } from '../lib/rest.mjs';

const EVE = { name: 'Evelyn', email: 'evelyn@example.com', password: 'kestrel-Orchid-22!wPz7' };
const NEXT = 'heron-Marigold-23!qLx8';

async function signIn(page, password, given) {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(EVE.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (given) {
    await page.getByLabel(/code/i).fill(given);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  await page.getByRole('heading', { name: /Welcome|Dashboard/, level: 1 }).waitFor();
}

export async function account({ world, browser, steps }) {
  await new Rest(world.url).post('/accounts', EVE);
  const visitor = await Visitor.begin(browser, world.url);
  const { page } = visitor;
  visitor.expected.push(/status of 4(01|22)/);
  let secret;
  let recovery;

  await steps.step('somebody changes their name, and sees it everywhere', async () => {
    await signIn(page, EVE.password);
    await page.getByRole('button', { name: new RegExp(EVE.email) }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Evelyn Boyd');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /Evelyn Boyd/ }).waitFor();
    visitor.content();
  });

  await steps.step('a second factor is set up with the app’s first code, and asked for from then on', async () => {
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByLabel('Your password').fill('not her password');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('dialog').getByRole('alert').first().waitFor();
    await page.getByLabel('Your password').fill(EVE.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('img', { name: 'For the authenticator app' }).waitFor();
    secret = await page.getByLabel('Secret of the second factor').innerText();
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('dialog').getByRole('alert').first().waitFor();
    await page.getByLabel('Code', { exact: true }).fill(code(secret));
    await page.getByRole('button', { name: 'Turn it on' }).click();
    recovery = (await page.getByLabel('Recovery codes', { exact: true }).innerText()).split('\n').filter(Boolean);
    expect(recovery.length >= 8, 'there are recovery codes', recovery.length);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('A code of your authenticator app is asked for').waitFor();
    const other = await Visitor.begin(browser, world.url);
    other.expected.push(/status of 401/);
    await signIn(other.page, EVE.password, code(secret, Date.now() + 30_000));
    await other.end();
    visitor.content();
  });

  await steps.step('a recovery code lets her in once, and the other sign-in is ended from here', async () => {
    const other = await Visitor.begin(browser, world.url);
    other.expected.push(/status of 401/);
    await signIn(other.page, EVE.password, recovery[0]);
    await page.reload();
    const rows = page.getByRole('table', { name: 'Sign-ins' }).getByRole('row');
    await page.getByText('This one').waitFor();
    expect(await rows.count() === 1 + 3, 'three sign-ins are shown', await rows.count());
    for (let left = 3; left > 1; left -= 1) {
      await page.getByRole('button', { name: 'End', exact: true }).first().click();
      await page.getByRole('table', { name: 'Sign-ins' }).getByRole('row').nth(left).waitFor({ state: 'detached' });
    }
    await other.page.goto('/account');
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.end();
    visitor.content();
  });

  await steps.step('the password is changed, and the second factor turned off', async () => {
    await page.getByLabel('Present password').fill('not her password');
    await page.getByLabel('New password').fill(NEXT);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Present password').fill(EVE.password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed').waitFor();
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByRole('dialog').getByLabel('Your password').fill(NEXT);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn it off' }).click();
    await page.getByRole('button', { name: 'Set it up' }).waitFor();
    const rest = await Rest.signIn(world.url, { email: EVE.email, password: NEXT });
    expect((await rest.get('/me')).has_second_factor === false, 'it is on');
    visitor.content();
  });
  await visitor.end();
}
