// The playground: a real visit to the server in both eras, with a question answered, an error shown, and every message to be read.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { rest } from '../lib/rest.mjs';

export async function playground({ world, visitor, steps }) {
  const { page } = visitor;
  const { ask } = await rest(world);
  const at = (more = '') => new URL(`/servers/playground?server=petstore${more}`, world.url).href;
  const outcome = page.getByRole('region', { name: 'What came of it' });
  const messages = page.getByRole('list', { name: 'Messages' });

  for (const [era, first] of [['modern', 'server/discover'], ['legacy', 'initialize']]) {
    await steps.step(`tools are listed and called · ${era}`, async () => {
      const before = (await ask('GET', '/calls?limit=1')).items[0]?.id;
      await page.goto(at(era === 'legacy' ? '&era=legacy' : ''));
      await messages.getByText(first, { exact: true }).waitFor();
      await page.getByRole('region', { name: 'Tools' }).getByRole('button', { name: /^list_pets/ }).click();
      await page.getByLabel('search', { exact: true }).fill('marma');
      await page.getByRole('button', { name: 'Call it' }).click();
      await outcome.getByText('Success').waitFor();
      await outcome.getByText('Marmaduke').first().waitFor();
      await messages.getByText('tools/call list_pets').waitFor();
      const call = await until(10, 'the call is recorded', async () => { const [one] = (await ask('GET', '/calls?limit=1')).items; return one?.id !== before && one; });
      // Clients of the older era say only at first who they are: the hub then knows the program.
      expect(call.tool === 'list_pets' && call.client.startsWith(era === 'modern' ? 'mcphub-playground' : 'Mozilla') && call.actor.type === 'user', 'it is a call as any client’s', call);
      visitor.content();
    });
  }

  await steps.step('raw messages, and a failure as the agent sees it', async () => {
    await page.goto(at('&name=get_pet'));
    await page.getByLabel('id').fill('4711');
    await page.getByRole('button', { name: 'Call it' }).click();
    await outcome.getByText('Error', { exact: true }).waitFor();
    await outcome.getByText('404 Not Found').first().waitFor();
    await outcome.getByRole('button', { name: 'Raw' }).click();
    await outcome.getByText('"isError"').waitFor();
    await messages.getByRole('button').first().click();
    await messages.getByText('"jsonrpc"').first().waitFor();
    visitor.content();
  });

  await steps.step('a key sees what it may, and a wrong one is told so', async () => {
    const server = await ask('GET', '/servers/petstore');
    const made = await ask('POST', '/api-keys', { name: 'Narrow', scopes: ['servers:call'], reach: { servers: [server.id], tools: ['get_*'] } });
    await page.goto(at());
    await page.getByLabel('As', { exact: true }).selectOption('key');
    await page.getByLabel('Key', { exact: true }).fill('mcphub_key_wrong');
    visitor.expected.push(/status of 401/);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByText('It could not be connected to').waitFor();
    await page.getByLabel('Key', { exact: true }).fill(made.key);
    await page.getByRole('button', { name: 'Use it' }).click();
    const tools = page.getByRole('region', { name: 'Tools' });
    await tools.getByRole('button', { name: /^get_pet/ }).waitFor();
    expect(await tools.getByRole('button', { name: /^list_pets/ }).count() === 0, 'it does not see what it may not call');
    await ask('DELETE', `/api-keys/${made.id}`);
    visitor.content();
  });

  for (const era of ['modern', 'legacy']) {
    await steps.step(`what may destroy something asks, and the answer counts · ${era}`, async () => {
      const server = await ask('GET', '/servers/petstore');
      await ask('PATCH', '/servers/petstore', { settings: { ...server.settings, ask: 'destructive' } });
      await page.goto(at(`&name=change_pet${era === 'legacy' ? '&era=legacy' : ''}`));
      await page.getByLabel('id', { exact: true }).fill('1');
      for (const [answer, shown] of [['Decline', 'the user declined'], ['Accept', 'Success']]) {
        await page.getByRole('button', { name: 'Call it' }).click();
        const dialog = page.getByRole('dialog', { name: 'The server asks' });
        await dialog.getByText('may destroy something').waitFor();
        await dialog.getByRole('button', { name: answer }).click();
        await outcome.getByText(shown).first().waitFor();
      }
      await ask('PATCH', '/servers/petstore', { settings: server.settings });
      visitor.content();
    });
  }
}
