// Steps: APIs become a server, which is deployed, called through every gateway, changed, and stopped.

import { expect } from '../lib/steps.mjs';

const VERSION = '2026-07-28';
/** Seconds that gateways get to hear of a change; more where containers or pods have to be started for it. */
const PATIENCE = { embedded: 5, other: 90 };

export async function serving(world) {
  const { steps, upstream, canaries, gateways } = world;
  const servers = `${world.o}/servers`;
  const isEmbedded = (world.target ?? 'embedded') === 'embedded';
  let server;
  let key;

  /** What a gateway answers to one request of the protocol's stateless form. */
  async function ask(gateway, method, params, token = key.key) {
    const _meta = { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name: 'e2e', version: '1' } };
    const headers = { accept: 'application/json, text/event-stream', 'mcp-protocol-version': VERSION, 'mcp-method': method, ...(params.name ? { 'mcp-name': params.name } : {}) };
    const body = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } };
    return world.rest.as(token).at(gateway).send('POST', `//mcp/${world.slug}/desk`, { body, headers, shows: params.name === 'echo' });
  }

  /** The same at every gateway, which hear of a change a moment after it was made. */
  async function everywhere(what, method, params, is) {
    for (const gateway of gateways) {
      let answer;
      const until = Date.now() + PATIENCE[isEmbedded ? 'embedded' : 'other'] * 1000;
      do {
        answer = await ask(gateway, method, params);
        if (is(answer)) break;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      } while (Date.now() < until);
      expect(is(answer), what, answer.body);
    }
  }
  const names = (answer) => answer.body?.result?.tools?.map((tool) => tool.name).sort().join() ?? '';
  const settled = async () => {
    let deployment;
    for (let attempt = 0; attempt < (isEmbedded ? 1 : 4) && !deployment?.is_settled; attempt += 1) deployment = await world.ada.get(`${servers}/${server.id}/deployment?wait=30`);
    return deployment;
  };

  await steps.step('make a server of an API, with a renamed tool', async () => {
    const tools = {};
    for (const tool of await world.ada.all(`${world.o}/apis/${world.shop}/revisions/current/tools`)) {
      if (/\/(vault|echo)/.test(tool.operation)) tools[tool.operation] = { name: tool.operation.includes('vault') ? 'open_the_vault' : 'echo' };
    }
    const picks = Object.keys(tools).map((glob) => ({ glob }));
    server = await world.bob.post(servers, { name: 'Front Desk', slug: 'desk', design: { sources: [{ api: world.shop, curation: { picks, tools } }] } });
    const draft = await world.bob.get(`${servers}/desk/tools`);
    expect(draft.tools.map((tool) => tool.name).sort().join() === 'echo,open_the_vault', 'another draft', draft);
    const version = await world.bob.post(`${servers}/desk/versions`, { note: 'first' });
    expect(version.number === 1 && version.tools === 2, 'another version', version);
  });

  await steps.step('deploy it, and call it at every gateway', async () => {
    key = await world.ada.post(`${world.o}/api-keys`, { name: 'desk', scopes: ['servers:call'], reach: { servers: [server.id] } }, { shows: true });
    canaries.plant('server key', key.key);
    await world.bob.put(`${servers}/desk/deployment`, isEmbedded ? {} : { target: world.target });
    const deployment = await settled();
    expect(deployment.state === 'running', 'it is not served', deployment);
    await everywhere('it is not served', 'tools/list', {}, (answer) => names(answer) === 'echo,open_the_vault');
    const before = upstream.asked.length;
    await everywhere('the vault does not open', 'tools/call', { name: 'open_the_vault', arguments: {} }, (answer) => answer.body?.result?.isError === false);
    expect(upstream.asked.length === before + gateways.length, 'a call was sent more than once, or not at all');
    const { headers } = upstream.asked.at(-1);
    expect(headers['x-api-key'] === upstream.apiKey && !headers.authorization, 'other credentials were sent', headers);
  });

  await steps.step('calls are recorded, and added up', async () => {
    let calls = [];
    for (let attempt = 0; attempt < 50 && calls.length < gateways.length; attempt += 1) {
      calls = await world.ada.all(`${world.o}/calls?server=${server.id}&tool=open_the_vault`);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    expect(calls.length === gateways.length, 'not every call is recorded', calls);
    expect(calls.every((call) => call.outcome === 'ok' && call.upstream_status === 200 && call.client === 'e2e/1' && call.actor.id === key.id), 'another record', calls);
    const sums = await world.ada.get(`${world.o}/calls/hours?by=tool&server=${server.id}`);
    expect(sums.items.find((sum) => sum.of === 'open_the_vault')?.calls === gateways.length, 'another sum', sums);
  });

  await steps.step('contents are kept where that is wanted', async () => {
    await world.bob.patch(`${servers}/desk`, { settings: { capture: true } });
    const secret = canaries.plant('secret argument', 'tOkEn-2wSx4rFv6yHn8ikUjMn0');
    const said = `hello ${Date.now()} Bearer `;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await everywhere('the echo fails', 'tools/call', { name: 'echo', arguments: { say: said + secret } }, (answer) => answer.body?.result?.isError === false);
      await new Promise((resolve) => { setTimeout(resolve, 400); });
      const [call] = await world.ada.all(`${world.o}/calls?server=${server.id}&tool=echo`);
      const seen = call && await world.ada.get(`${world.o}/calls/${call.id}`);
      if (seen?.arguments?.say === `${said}[redacted]`) {
        expect(!JSON.stringify(seen).includes(secret), 'a secret is kept', seen);
        return;
      }
    }
    throw new Error('no content is kept');
  });

  await steps.step('a newer version is tried out, given to all, and taken back', async () => {
    const { design } = await world.bob.get(`${servers}/desk`);
    design.sources[0].curation.picks = design.sources[0].curation.picks.filter(({ glob }) => glob.includes('vault'));
    await world.bob.patch(`${servers}/desk`, { design });
    const version = await world.bob.post(`${servers}/desk/versions`, {});
    expect(version.number === 2 && version.breaking === 1, 'a tool that goes away breaks agents', version);
    await world.bob.put(`${servers}/desk/deployment`, { canary: { version: '2', percent: 50 } });
    await settled();
    const promoted = await world.bob.post(`${servers}/desk/deployment/promotion`);
    expect(promoted.canary === null, 'there is still a canary', promoted);
    await everywhere('the new version is not served', 'tools/list', {}, (answer) => names(answer) === 'open_the_vault');
    await world.bob.post(`${servers}/desk/deployment/rollback`);
    await everywhere('the old version is not served', 'tools/list', {}, (answer) => names(answer) === 'echo,open_the_vault');
  });

  await steps.step('a revoked key, and a stopped server, are gone everywhere', async () => {
    await world.ada.delete(`${world.o}/api-keys/${key.id}`);
    await everywhere('a revoked key works', 'tools/list', {}, (answer) => answer.status === 401);
    const another = await world.ada.post(`${world.o}/api-keys`, { name: 'desk', scopes: ['servers:call'] }, { shows: true });
    canaries.plant('another server key', another.key);
    key = another;
    await everywhere('another key does not work', 'tools/list', {}, (answer) => answer.status === 200);
    await world.bob.delete(`${servers}/desk/deployment`);
    expect((await settled()).state === 'stopped', 'it is not stopped');
    await everywhere('it is still there', 'tools/list', {}, (answer) => answer.status === 404);
    const refused = await world.bob.send('DELETE', `${servers}/desk`);
    expect(refused.status === 204, 'it cannot be deleted', refused.body);
  });
}
