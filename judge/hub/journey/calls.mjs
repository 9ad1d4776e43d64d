// Steps: tools are tried out, with and without credentials, which are kept and never shown.

import { expect } from '../lib/steps.mjs';

export async function calls(world) {
  const { steps, upstream, canaries } = world;
  const at = () => `${world.o}/apis/${world.shop}`;
  const tools = {};
  const call = (operation, body, who = world.ada) => who.post(`${at()}/revisions/current/tools/${tools[operation]}/calls`, body);
  upstream.apiKey = canaries.plant('credential', 'kEy-8vTq2Zr6WmXc4LpN/+=');

  await steps.step('see what would be sent, without sending it', async () => {
    for (const tool of await world.ada.all(`${at()}/revisions/current/tools`)) tools[tool.operation.includes('/vault') ? 'vault' : tool.operation.includes('/echo') ? 'echo' : tool.operation] = tool.name;
    const before = upstream.asked.length;
    const shown = await call('echo', { arguments: { say: 'a b&c' }, preview: true });
    expect(shown.exchanges[0]?.url.endsWith('/api/echo?say=a%20b%26c'), 'another request would be sent', shown);
    expect(upstream.asked.length === before, 'a preview was sent');
  });

  await steps.step('try a tool out without credentials', async () => {
    const refused = await call('vault', { arguments: {} });
    expect(refused.result.is_error, 'the vault opens without a key', refused);
  });

  await steps.step('set a credential; one that the upstream refuses is refused', async () => {
    const wrong = canaries.plant('wrong credential', 'wRoNg-5tGb8nHy2uJm7kIo');
    const refused = await world.ada.send('PUT', `${at()}/credentials/key`, { body: { value: wrong, test: true } });
    expect(refused.status === 422 || refused.status === 400, 'a credential that does not work was taken', refused.body);
    const set = await world.ada.put(`${at()}/credentials/key`, { value: upstream.apiKey, test: true });
    expect(set.tested?.accepted, 'the right credential was not accepted', set);
  });

  await steps.step('try a tool out with the credential; it is masked in what is shown', async () => {
    const opened = await call('vault', { arguments: {} }, world.bob);
    expect(!opened.result.is_error && opened.exchanges[0].status === 200, 'the vault does not open', opened);
    expect(upstream.asked.at(-1).headers['x-api-key'] === upstream.apiKey, 'the upstream got another key');
    const header = opened.exchanges[0].headers.find(([name]) => name.toLowerCase() === 'x-api-key');
    expect(header && header[1] !== upstream.apiKey, 'the key is shown', opened.exchanges);
  });

  await steps.step('an upstream that echoes the credential does not get it through', async () => {
    const echoed = await call('echo', { arguments: { say: 'hello' } });
    expect(echoed.exchanges[0].status === 200, 'the echo failed', echoed);
    expect(!JSON.stringify(echoed).includes(upstream.apiKey), 'the key is in the answer', echoed);
  });

  await steps.step('try a tool out with credentials given for this once', async () => {
    const other = canaries.plant('credential for once', 'oNcE-3rFv6tGb9yHn1uJm');
    const refused = await call('vault', { arguments: {}, credentials: { key: other } });
    expect(refused.exchanges[0].status === 401, 'another credential than the given one was used', refused);
  });

  await steps.step('test and list credentials; nobody reads them', async () => {
    const tested = await world.ada.post(`${at()}/credentials/key/tests`, {});
    expect(tested.accepted, 'the kept credential is not accepted', tested);
    const listed = await world.ada.get(`${at()}/credentials`);
    expect(listed.items.length === 1 && listed.items[0].scheme === 'key' && listed.items[0].tested?.accepted, 'another list', listed);
    expect(listed.schemes.some((scheme) => scheme.name === 'key'), 'the scheme is not listed', listed);
  });

  await steps.step('a personal credential is used for one\'s own calls only', async () => {
    const own = canaries.plant('personal credential', 'oWn-4cDe7fGh0iJk3lMn6');
    await world.bob.put(`${at()}/credentials/key`, { value: own, personal: true });
    const mine = await call('vault', { arguments: {} }, world.bob);
    expect(mine.exchanges[0].status === 401, 'one\'s own credential was not used', mine);
    const others = await call('vault', { arguments: {} });
    expect(others.exchanges[0].status === 200, 'somebody else\'s credential was used', others);
    await world.bob.delete(`${at()}/credentials/key?personal=true`);
  });

  await steps.step('delete a credential', async () => {
    await world.ada.delete(`${at()}/credentials/key`);
    const refused = await call('vault', { arguments: {} });
    expect(refused.result.is_error, 'the vault opens with a credential that is gone', refused);
  });

  await steps.step('keys of organisations are renewed, and what they seal is still used', async () => {
    await world.ada.put(`${at()}/credentials/key`, { value: upstream.apiKey });
    const { job } = await world.ada.post(`${world.o}/key-rotations`);
    const ended = await world.ada.ended(world.org, job);
    expect(ended.state === 'succeeded', 'the renewal failed', ended);
    const opened = await call('vault', { arguments: {} });
    expect(opened.exchanges[0].status === 200, 'the credential does not work any more', opened);
  });
}
