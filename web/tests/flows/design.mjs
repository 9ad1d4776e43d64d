// A server's design in the console: tools in and out, words and arguments changed, versions made and deployed, to some and to all, and back.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { visit } from '../lib/mcp.mjs';
import { rest } from '../lib/rest.mjs';

export async function design({ world, visitor, steps }) {
  const { page } = visitor;
  const { ask, token, organisation } = await rest(world);
  const at = (name, more = '') => new URL(`/servers/${name}?server=workshop${more}`, world.url).href;
  const region = page.getByRole('region', { name: 'Not saved' });
  const served = () => visit({ url: `${world.url}/mcp/${organisation}/workshop`, headers: { authorization: `Bearer ${token}` } }, async (client) => (await client.listTools()).tools);
  const named = async () => (await served()).map(({ name }) => name).sort();
  const running = () => until(20, 'the server runs', async () => {
    // At first there is none yet.
    const found = await ask('GET', '/servers/workshop/deployment').catch(() => undefined);
    return found?.is_settled && found.state === 'running';
  });

  await steps.step('a server of an API, with its first version', async () => {
    const api = await ask('GET', '/apis/petstore');
    await ask('POST', '/servers', { name: 'Workshop', slug: 'workshop', design: { sources: [{ api: api.id }] } });
    await page.goto(at('versions'));
    await page.getByLabel('Note').fill('As it comes');
    await page.getByRole('button', { name: 'Make a version' }).click();
    await page.getByRole('dialog').getByText('It is the first version').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy it' }).click();
    await page.getByRole('dialog', { name: 'Deploy a version' }).getByRole('button', { name: 'Deploy' }).click();
    await running();
    expect((await named()).length === 6, 'all six tools are served', await named());
    visitor.content();
  });

  await steps.step('tools are taken out by a rule and by hand, with the keyboard', async () => {
    await page.goto(at('tools'));
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('By', { exact: true }).selectOption('method');
    await page.getByLabel('Method').selectOption('DELETE');
    await page.getByText('Fits 1 tool').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByTestId('tools').getByText('5').waitFor();
    await page.getByRole('checkbox', { name: 'list_pets' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await page.getByTestId('tools').getByText('4').waitFor();
    await region.waitFor();
    visitor.content();
  });

  await steps.step('what is not saved can be taken back, and what is saved is the design', async () => {
    await region.getByRole('button', { name: 'Discard' }).click();
    await page.getByTestId('tools').getByText('6').waitFor();
    await page.getByRole('checkbox', { name: 'remove_pet' }).click();
    await page.getByTestId('tools').getByText('5').waitFor();
    await region.getByRole('button', { name: 'Save the design' }).click();
    await region.waitFor({ state: 'detached' });
    const { design: kept } = await ask('GET', '/servers/workshop');
    expect(JSON.stringify(kept.sources[0].curation.picks) === '[{"out":true,"glob":"remove_pet"}]', 'the rule is kept', kept.sources[0].curation.picks);
    visitor.content();
  });

  await steps.step('a tool is renamed, one of its arguments fixed, its calls limited', async () => {
    await page.getByRole('button', { name: 'Edit list_pets' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Name', { exact: true }).fill('find_pets');
    await sheet.getByRole('button', { name: /^limit/ }).click();
    await sheet.getByLabel('Where its value comes from').selectOption('fixed');
    await sheet.getByRole('group', { name: 'Always this value for limit' }).getByLabel('limit').fill('1');
    await sheet.getByLabel('Calls per minute').fill('30');
    await sheet.getByRole('button', { name: 'Keep' }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('find_pets').first().waitFor();
    await region.getByRole('button', { name: 'Save the design' }).click();
    await region.waitFor({ state: 'detached' });
    const server = await ask('GET', '/servers/workshop');
    expect(server.settings.tools.list_pets?.calls_per_minute === 30, 'the limit is in force', server.settings.tools);
    const draft = await ask('GET', '/servers/workshop/tools');
    expect(draft.tools.some(({ name }) => name === 'find_pets'), 'the hub calls it so', draft.tools.map(({ name }) => name));
    visitor.content();
  });

  await steps.step('the next version says what breaks, and is given to some callers', async () => {
    await page.goto(at('versions'));
    await page.getByLabel('Note').fill('Fewer, and clearer');
    await page.getByRole('button', { name: 'Make a version' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('is now called').waitFor();
    await sheet.getByText('Breaking').first().waitFor();
    await sheet.getByRole('button', { name: 'Deploy it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deploy a version' });
    await dialog.getByText('break agents').waitFor();
    await dialog.getByText('Some callers at first').click();
    await dialog.getByLabel('Callers that get it').fill('30');
    await dialog.getByRole('button', { name: 'Give it to 30 %' }).click();
    await dialog.waitFor({ state: 'detached' });
    await running();
    const { canary } = await ask('GET', '/servers/workshop/deployment');
    expect(canary?.percent === 30, 'a canary of 30 %', canary);
    visitor.content();
  });

  await steps.step('the canary grows, is promoted, and agents have it', async () => {
    await page.goto(at('deployments'));
    await page.getByLabel('Callers that get version 2').fill('60');
    await page.getByRole('button', { name: 'Change', exact: true }).first().click();
    await until(10, 'it has grown', async () => (await ask('GET', '/servers/workshop/deployment')).canary?.percent === 60);
    await page.getByRole('button', { name: 'Give it to everybody' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Give it to everybody' }).click();
    await running();
    await until(10, 'agents have it', async (shown) => { const names = await named(); shown(names); return names.includes('find_pets') && !names.includes('remove_pet'); });
    const tool = (await served()).find(({ name }) => name === 'find_pets');
    expect(!('limit' in tool.inputSchema.properties), 'agents do not see the fixed argument', tool.inputSchema);
    visitor.content();
  });

  await steps.step('it is rolled back, stopped, and deployed in processes of its own', async () => {
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Roll back' }).click();
    await until(20, 'agents have the version before', async () => (await named()).includes('list_pets'));
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop it' }).click();
    await page.getByText('It is stopped').first().waitFor();
    await page.getByRole('button', { name: 'Deploy a version' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy', exact: true }).click();
    await running();
    await page.getByText('In processes of its own').click();
    await page.getByRole('button', { name: 'Change', exact: true }).last().click();
    await page.getByRole('table', { name: 'Processes' }).getByText('Ready').waitFor({ timeout: 60_000 });
    const { items } = await ask('GET', '/servers/workshop/deployment/replicas');
    expect(items.length === 1 && items[0].state === 'ready', 'one process is ready', items);
    expect((await named()).includes('find_pets'), 'it serves', await named());
    visitor.content();
  });

  await steps.step('a process that ends is started again, and counted', async () => {
    const [{ process: number }] = (await ask('GET', '/servers/workshop/deployment/replicas')).items;
    process.kill(number, 'SIGKILL');
    await page.getByText('1 ended since').waitFor({ timeout: 60_000 });
    await until(60, 'another one is ready', async () => { const { items } = await ask('GET', '/servers/workshop/deployment/replicas'); return items.some((one) => one.state === 'ready' && one.process !== number); });
    await page.getByRole('table', { name: 'Processes' }).getByText('Ready').waitFor({ timeout: 60_000 });
    visitor.content();
  });

  await steps.step('it has as many processes as there is to do, sleeps when nobody calls, and a call wakes it', async () => {
    await page.getByText('As many as there is to do', { exact: true }).click();
    await page.getByLabel('Fewest').fill('3');
    await page.getByLabel('Most', { exact: true }).fill('2');
    await page.getByText('Give 3 or more').waitFor();
    await page.getByRole('button', { name: 'A number is not right yet' }).waitFor();
    await page.getByLabel('Fewest').fill('0');
    await page.getByLabel('Calls at a time').fill('5');
    await page.getByLabel('Seconds of quiet').fill('5');
    await page.getByText('There is one process for each 5 calls at a time, at most 2.').waitFor();
    visitor.content();
    await page.getByRole('button', { name: 'Change', exact: true }).last().click();
    await until(10, 'it is scaled', async () => JSON.stringify((await ask('GET', '/servers/workshop/deployment')).scaling) === '{"min":0,"max":2,"calls":5,"quiet_seconds":5}');
    // Nobody calls.
    await page.getByText('Asleep').first().waitFor({ timeout: 60_000 });
    await page.getByText('Nobody calls; the first call starts one').waitFor();
    await page.getByRole('list', { name: 'What happened' }).getByText('in 0 to 2 processes, as many as there is to do').waitFor();
    await visit({ url: `${world.url}/mcp/${organisation}/workshop`, headers: { authorization: `Bearer ${token}` } }, (client) => client.callTool({ name: 'find_pets', arguments: {} }));
    await page.getByRole('table', { name: 'Processes' }).getByText('Ready').waitFor({ timeout: 30_000 });
    await page.getByText('A fixed number', { exact: true }).click();
    await page.getByRole('button', { name: 'Change', exact: true }).last().click();
    await until(10, 'their number is fixed again', async () => (await ask('GET', '/servers/workshop/deployment')).scaling === null);
    await page.getByText('In 1 process', { exact: true }).waitFor();
    visitor.content();
  });

  await steps.step('changes that do not fit any more are shown, and decided', async () => {
    const { design: before } = await ask('GET', '/servers/workshop');
    const [source] = before.sources;
    await ask('PATCH', '/servers/workshop', { design: { ...before, sources: [{ ...source, curation: { ...source.curation, tools: { ...source.curation.tools, 'GET /v1/owners': { name: 'list_owners' } } } }] } });
    await page.goto(at('tools'));
    await page.getByText('1 change does not fit any more').waitFor();
    await page.getByRole('button', { name: 'Give to another operation' }).click();
    await page.getByRole('dialog').getByLabel('Operation').fill('GET /health');
    await page.getByRole('dialog').getByRole('button', { name: 'Give them' }).click();
    await region.getByRole('button', { name: 'Save the design' }).click();
    await page.getByText('does not fit any more').waitFor({ state: 'detached' });
    const draft = await ask('GET', '/servers/workshop/tools');
    expect(draft.conflicts.length === 0 && draft.tools.some(({ name }) => name === 'list_owners'), 'it is given to the other', draft.conflicts);
    visitor.content();
  });
}
