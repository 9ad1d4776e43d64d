// What there is in a hub before Schemathesis asks about it: people, an organisation, and one of everything in it.

import { expect } from '../lib/steps.mjs';

const PEOPLE = {
  ada: 'wPz7!kestrel-Orchid-19',
  bob: 'Nq4?walnut-Tundra-83',
  cyd: 'Ru9&granite-Saffron-27',
  dan: 'Lk3!copper-Meadow-54',
  eve: 'Vb8?lantern-Glacier-61',
  fay: 'Xt2&harbour-Thistle-38',
  mel: 'Jm6!juniper-Basalt-72',
};

/** Makes it all, and answers what the hooks have to know. */
export async function prepare(hub, upstream, rest, registryAt) {
  const people = Object.fromEntries(Object.entries(PEOPLE).map(([name, password]) => [name, { email: `${name}@example.com`, password }]));
  const account = (name) => ({ ...people[name], name });
  people.ada.id = (await rest.post('/setup', { token: hub.setupToken, ...account('ada') })).id;
  hub.isSetUp = true;
  for (const name of Object.keys(people).filter((one) => one !== 'ada')) people[name].id = (await rest.post('/accounts', account(name))).id;
  const signIn = async (name) => rest.as((await rest.post('/sessions', { email: people[name].email, password: people[name].password })).access_token);
  const ada = await signIn('ada');

  const organisation = (await ada.post('/organisations', { name: 'Shop & Sons', slug: 'shop' })).id;
  const spareOrganisation = (await ada.post('/organisations', { name: 'Spare', slug: 'spare' })).id;
  const o = `/organisations/${organisation}`;
  const { token } = await ada.post(`${o}/invitations`, { email: people.bob.email, role: 'developer' });
  await (await signIn('bob')).post('/invitations/accept', { token });

  const api = await ada.post(`${o}/apis`, { source: { type: 'url', url: `${upstream.base}/docs/shop.json` }, name: 'Shop', slug: 'shop', settings: { probe_every: null } });
  const job = await ada.ended(organisation, api.job);
  expect(job.state === 'succeeded', 'the shop was not compiled', job);
  const spareApi = (await ada.post(`${o}/apis`, { source: { type: 'text', text: 'type Query { spare: String }' }, name: 'Spare' })).id;
  await ada.put(`${o}/apis/shop/credentials/key`, { value: 'an-upstream-key' });
  const revision = await ada.get(`${o}/apis/shop/revisions/current`);
  const tools = (await ada.all(`${o}/apis/shop/revisions/current/tools`)).map((tool) => tool.name);

  const role = (await ada.post(`${o}/roles`, { name: 'Auditor', permissions: ['audit:read'] })).id;
  const robot = (await ada.post(`${o}/service-accounts`, { name: 'deployer', role: 'viewer' })).id;
  const { permissions } = await ada.get(o);
  const key = await ada.post(`${o}/api-keys`, { name: 'judge', scopes: permissions });
  const server = await serve(ada, o, api.id, 'desk');
  const spareServer = await serve(ada, o, api.id, 'spare');
  const call = await record(hub, ada, o, tools[0]);
  const registry = (await ada.post(`${o}/registries`, { name: 'own', address: registryAt ?? 'registry.example', is_insecure: true })).id;
  const spareRegistry = (await ada.post(`${o}/registries`, { name: 'spare', address: 'registry.example' })).id;
  const upload = (await ada.ask('POST', `${o}/uploads`, { bytes: Buffer.from('type Query { now: String }'), type: 'application/octet-stream' })).id;
  const [{ digest: uploadDigest }] = (await ada.get(`${o}/uploads/${upload}`)).files;
  const image = await made(ada, organisation, server);
  const webhook = (await ada.post(`${o}/webhooks`, { name: 'all', url: `${upstream.base}/hooks`, kinds: ['nothing.'] })).id;

  const world = {
    base: `${hub.apis[0].url}/api/v1`, upstream: upstream.base, people, organisation, slug: 'shop', spareOrganisation,
    api: api.id, spareApi, revision: revision.id, digest: revision.documents[0].digest, tools, job: api.job,
    role, account: robot, key: key.id, secret: key.key, webhook, server, spareServer, call,
    registry, spareRegistry, registryAt, upload, uploadDigest, image,
    // As the hub's registry calls the server `desk`, by the host that it is reached at; in a path.
    serverName: 'arpa.in-addr.127.0.0.1%2Fshop.desk', bob: people.bob.id, dan: people.dan.id,
  };
  // What no request may use up.
  world.kept = [organisation, 'shop', spareOrganisation, 'spare', api.id, spareApi, 'current', '1', 'last', revision.id, api.job, role, robot, key.id,
    webhook, registry, spareRegistry, upload, image, server, 'desk', 'arpa.in-addr.127.0.0.1%2Fshop.desk', spareServer, call, ...Object.values(people).map((person) => person.id)];
  return world;
}

/** A deployed server of two versions. */
async function serve(rest, o, api, slug) {
  const { id } = await rest.post(`${o}/servers`, { name: slug, slug, design: { sources: [{ api }] } });
  for (let version = 0; version < 2; version += 1) await rest.post(`${o}/servers/${id}/versions`);
  await rest.put(`${o}/servers/${id}/deployment`, {});
  await rest.get(`${o}/servers/${id}/deployment?wait=30`);
  return id;
}

/** An image of a server's first version, to be downloaded. */
async function made(rest, organisation, server) {
  const servers = `/organisations/${organisation}/servers/${server}`;
  const job = await rest.ended(organisation, (await rest.post(`${servers}/versions/1/images`, { repository: 'desk', tag: 'kept' })).job);
  expect(job.state === 'succeeded', 'no image was made', job);
  const [image] = await rest.all(`${servers}/images`);
  return image.id;
}

/** A call of a tool, once it is recorded. */
async function record(hub, rest, o, tool) {
  const VERSION = '2026-07-28';
  const _meta = { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {} };
  const headers = { accept: 'application/json, text/event-stream', 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call', 'mcp-name': tool };
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {}, _meta } };
  const called = await rest.at(hub.gateways[0].url).send('POST', '//mcp/shop/desk', { body, headers });
  expect(called.status === 200, 'the server is not served', called.body);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [call] = await rest.all(`${o}/calls`);
    if (call) return call.id;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error('the call is not recorded');
}
