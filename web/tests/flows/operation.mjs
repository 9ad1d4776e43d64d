// A server in operation: its log followed, its figures, who may use it and how much, its settings, and its end.

import { readFile } from 'node:fs/promises';
import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { visit } from '../lib/mcp.mjs';
import { rest } from '../lib/rest.mjs';

export async function operation({ world, visitor, steps, told }) {
  const { page } = visitor;
  const { ask, organisation } = await rest(world);
  const at = (name, more = '') => new URL(`/servers/${name}?server=petstore${more}`, world.url).href;
  const region = page.getByRole('region', { name: 'Not saved' });
  const save = async () => { await region.getByRole('button', { name: 'Save' }).click(); await region.waitFor({ state: 'detached' }); };
  const fail = (id) => visit(told, (client) => client.callTool({ name: 'get_pet', arguments: { id } }));

  await steps.step('a line of the log appears as it comes, is found, and is seen in full', async () => {
    await page.goto(at('logs'));
    await page.locator('[data-live=live]').waitFor();
    await page.getByRole('button', { name: 'Stop following' }).waitFor();
    const rows = page.getByRole('region', { name: 'Log' }).getByRole('listitem');
    await rows.first().waitFor();
    const before = await rows.count();
    await fail(90_001);
    await until(10, 'it appears', async () => await rows.count() === before + 1);
    await page.getByRole('button', { name: 'Stop following' }).click();
    await fail(90_002);
    await page.getByText('1 new line').waitFor();
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByLabel('Find in messages').fill('90002');
    await until(10, 'one line is found', async () => await rows.count() === 1);
    await rows.getByRole('button').first().click();
    await page.getByText('there is no pet 90002').first().waitFor();
    await page.getByRole('link', { name: 'See the call' }).click();
    await page.getByRole('dialog').getByText('API answered', { exact: true }).waitFor();
    await page.goto(at('logs', '&level=error&search=nothing-like-this'));
    await page.getByText('No line like that').waitFor();
    visitor.content();
  });

  await steps.step('a call is found by the reason why it failed', async () => {
    await page.goto(at('calls'));
    const rows = page.getByRole('table', { name: 'Calls' }).getByRole('link');
    await rows.nth(1).waitFor();
    await page.getByLabel('Find by tool, client or reason').fill('No pet 90001');
    await until(10, 'one call is found', async () => await rows.count() === 1);
    await page.getByLabel('Find by tool, client or reason').fill('nothing like this');
    await page.getByText('No call like that').waitFor();
    visitor.content();
  });

  await steps.step('figures by tool and by caller lead to the calls', async () => {
    await page.goto(at('metrics'));
    await page.getByRole('table', { name: 'By tool' }).getByRole('link', { name: 'get_pet' }).waitFor();
    for (const span of ['7 days', '90 days', '24 hours']) await page.getByRole('button', { name: span }).click();
    await page.getByRole('table', { name: 'By caller' }).getByRole('link', { name: 'Key Claude Code' }).click();
    await page.getByRole('button', { name: /not only of Key Claude Code/ }).waitFor();
    await page.getByRole('table', { name: 'Calls' }).waitFor();
    visitor.content();
  });

  await steps.step('limits are saved, and in force at once', async () => {
    await page.goto(at('access'));
    await page.getByLabel('Seconds that a call may take').fill('0');
    await page.getByText('Give a whole number from 1 to 600').waitFor();
    await page.getByLabel('Seconds that a call may take').fill('30');
    await page.getByLabel('Calls per minute of one caller').fill('2');
    await save();
    const { settings } = await ask('GET', '/servers/petstore');
    expect(settings.call_seconds === 30 && settings.caller_calls_per_minute === 2, 'they are kept', settings);
    const outcomes = await visit(told, async (client) => {
      const all = [];
      for (let round = 0; round < 5; round += 1) all.push(await client.callTool({ name: 'list_pets', arguments: {} }).then((answer) => Boolean(answer.isError), () => true));
      return all;
    });
    expect(outcomes.some(Boolean), 'more are refused', outcomes);
    await page.getByLabel('Calls per minute of one caller').fill('');
    await save();
    visitor.content();
  });

  await steps.step('a key is made, opens the server, and is revoked', async () => {
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Robot');
    await page.getByRole('dialog').getByLabel('Only these tools').fill('get_*');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByTestId('key').innerText();
    const robot = { url: `${world.url}/mcp/${organisation}/petstore`, headers: { authorization: `Bearer ${key}` } };
    const names = await visit(robot, async (client) => (await client.listTools()).tools.map(({ name }) => name));
    expect(names.length > 0 && names.every((name) => name.startsWith('get_')), 'it has these tools only', names);
    const row = page.getByRole('table', { name: 'Keys that open it' }).getByRole('row').filter({ hasText: 'Robot' });
    await row.getByRole('button', { name: 'Make anew' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make it anew' }).click();
    await until(10, 'another key is shown', async () => await page.getByTestId('key').innerText() !== key);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke it' }).click();
    await row.waitFor({ state: 'detached' });
    await until(10, 'it is refused', async () => visit(robot, (client) => client.listTools()).then(() => false, () => true));
    visitor.content();
  });

  await steps.step('what is kept of calls, and a name', async () => {
    await page.goto(at('settings'));
    await page.getByRole('switch', { name: 'Keep arguments and answers' }).click();
    await page.getByLabel('Days that calls are kept').fill('14');
    await save();
    await fail(90_003);
    const call = await until(10, 'the call is kept with its arguments', async () => {
      const [{ id }] = (await ask('GET', '/calls?limit=1&tool=get_pet')).items;
      const whole = await ask('GET', `/calls/${id}`);
      return whole.arguments?.id === 90_003 && whole;
    });
    expect(call.result, 'and with its answer', call);
    await page.getByRole('switch', { name: 'Keep arguments and answers' }).click();
    await page.getByLabel('Description').fill('Pets, for agents');
    await save();
    const server = await ask('GET', '/servers/petstore');
    expect(server.description === 'Pets, for agents' && server.settings.capture === false && server.settings.retention_days === 14, 'all of it is kept', server);
    visitor.content();
  });

  await steps.step('another address, and what is not saved is not lost by the way', async () => {
    const api = await ask('GET', '/apis/petstore');
    await ask('POST', '/servers', { name: 'Movable', slug: 'movable', design: { sources: [{ api: api.id }] } });
    await page.goto(new URL('/servers/settings?server=movable', world.url).href);
    await page.getByLabel('Name', { exact: true }).fill('Moved');
    await page.getByRole('navigation', { name: 'Pages of Movable' }).getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('In addresses').fill('petstore');
    visitor.expected.push(/status of 409/);
    await region.getByRole('button', { name: 'Save' }).click();
    await region.getByRole('alert').waitFor();
    await page.getByLabel('In addresses').fill('moved');
    await page.getByText('Clients know it by its old address').waitFor();
    // Until the page knows, it may look for the old one.
    visitor.expected.push(/status of 404.*servers\/movable/);
    await save();
    await page.getByRole('heading', { name: 'Moved', level: 1 }).waitFor();
    expect(page.url().includes('server=moved'), 'the address says so', page.url());
    expect((await ask('GET', '/servers/moved')).name === 'Moved', 'the hub knows it so');
    visitor.content();
  });

  await steps.step('a server is deleted once it is stopped, and its name is typed', async () => {
    const api = await ask('GET', '/apis/petstore');
    await ask('POST', '/servers', { name: 'Short-lived', slug: 'short-lived', design: { sources: [{ api: api.id }] } });
    await page.goto(new URL('/servers/settings?server=short-lived', world.url).href);
    await page.getByRole('button', { name: 'Delete this server' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('textbox').fill('short');
    expect(await dialog.getByRole('button', { name: 'Delete it' }).getAttribute('aria-disabled') === 'true', 'not before it is typed');
    await dialog.getByRole('textbox').fill('short-lived');
    // The page hears of it before it has left, and looks once more.
    visitor.expected.push(/status of 404.*servers\/short-lived/);
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
    const gone = await ask('GET', '/servers/short-lived').then(() => false, (error) => error.message.includes('404'));
    expect(gone, 'it is gone');
    visitor.content();
  });

  await steps.step('the bundle and server.json', async () => {
    await page.goto(at('connect'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download petstore.mcpb' }).click()]);
    expect(download.suggestedFilename() === 'petstore.mcpb' && !(await download.failure()), 'it is downloaded', download.suggestedFilename());
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('static.modelcontextprotocol.io').waitFor();
    visitor.content();
  });
  await steps.step('a version is taken along as a source project', async () => {
    await page.goto(at('versions', '&version=1'));
    await page.getByRole('dialog').getByLabel('Language').selectOption('typescript');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download it' }).click()]);
    expect(download.suggestedFilename() === 'petstore.zip' && !(await download.failure()), 'it is downloaded', download.suggestedFilename());
    const start = (await readFile(await download.path())).subarray(0, 2).toString();
    expect(start === 'PK', 'it is an archive', start);
    visitor.content();
  });
  await steps.step('a version is built as an image, followed, and downloaded; it says that nothing looked through it', async () => {
    await page.goto(at('versions', '&version=1'));
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Tag', { exact: true }).fill('1.0');
    await sheet.getByRole('button', { name: 'Build it' }).click();
    await page.getByText('petstore:1.0 is built').waitFor();
    await page.getByText(/images\.scanner/).first().waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), sheet.getByRole('button', { name: 'Download petstore:1.0' }).click()]);
    expect(download.suggestedFilename() === 'petstore-1.0.tar' && !(await download.failure()), 'it is downloaded', download.suggestedFilename());
    expect((await readFile(await download.path())).includes('oci-layout'), 'it is an image');
    await sheet.getByRole('button', { name: 'Not looked through' }).click();
    await page.getByRole('dialog', { name: 'petstore:1.0' }).getByText('amd64').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    visitor.content();
  });
}
