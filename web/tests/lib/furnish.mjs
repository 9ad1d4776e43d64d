// An organisation in which there is something of everything: what pages are checked and photographed with.

import { Rest } from './rest.mjs';
import { ADA } from './world.mjs';

export const FURNISHED = 'engines';
export const GRACE = { name: 'Grace Hopper', email: 'grace@example.com', password: 'kestrel-Orchid-20!wPz7' };
const LONG = { name: 'Katherine Johnson-Montgomery of the Very Long Name', email: 'katherine.johnson-montgomery@a-very-long-domain-name.example.com', password: GRACE.password };
const DAY = 86_400_000;

/** A document whose second edition breaks agents, with a reference that leads nowhere. */
export function shop(edition, upstream) {
  const second = edition === 2;
  return `openapi: 3.1.0
info: {title: Shop, version: "${edition}"}
servers: [{url: "${upstream}"}]
paths:
  /pets:
    get:
      operationId: listPets
      summary: List pets
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
${second ? '        - {name: kind, in: query, required: true, schema: {type: string}}\n' : ''}      responses: {"200": {description: ok}}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Nope"}}}}
      responses: {"200": {description: ok}}
  /${second ? 'new' : 'gone'}:
    get: {operationId: ${second ? 'brandNew' : 'gone'}, summary: Something, responses: {"200": {description: ok}}}
`;
}

/** Registers the shop, and has its second edition wait for approval. */
export async function twoEditions(world, rest, name, path) {
  world.documents.put(path, 'application/yaml', shop(1, `${world.api.base}/v1`));
  const { api } = await rest.register({ name, source: { type: 'url', url: world.documents.at(path) } });
  world.documents.put(path, 'application/yaml', shop(2, `${world.api.base}/v1`));
  const { job } = await rest.post(`/organisations/{organisation}/apis/${api.id}/refreshes`);
  await rest.ended(job);
  return api;
}

/** Once for each world. */
export async function furnish(world) {
  world.furnished ??= (async () => {
    const ada = await Rest.signIn(world.url, ADA);
    await ada.post('/organisations', { name: 'Analytical Engines', slug: FURNISHED });
    const rest = ada.in(FURNISHED);
    for (const [person, role] of [[GRACE, 'developer'], [LONG, 'viewer']]) {
      const { token } = await rest.post('/organisations/{organisation}/invitations', { email: person.email, role });
      await new Rest(world.url).post('/accounts', { ...person, invitation: token });
    }
    await rest.post('/organisations/{organisation}/invitations', { email: 'alan@example.com', role: 'admin' });
    await rest.post('/organisations/{organisation}/roles', { name: 'Auditor', description: 'Sees what was done', permissions: ['organisation:read', 'audit:read', 'members:read'] });
    const program = await rest.post('/organisations/{organisation}/service-accounts', { name: 'pipeline', description: 'Deploys what is on main', role: 'developer' });
    await rest.post('/organisations/{organisation}/api-keys', { name: 'Claude on Ada’s laptop', scopes: ['servers:call'], reach: { tools: ['list_*'] } });
    await rest.post('/organisations/{organisation}/api-keys', { name: 'A key with a name that is much longer than anybody would choose', scopes: ['apis:read', 'apis:create', 'servers:deploy'], service_account: program.id, expires_at: new Date(Date.now() + 40 * DAY).toISOString() });
    await rest.post('/organisations/{organisation}/registries', { name: 'Ours', address: 'registry.example.com/team', login: { user: 'ci', password: 'not a real one' }, keep: 10 });
    await rest.post('/organisations/{organisation}/webhooks', { name: 'Alerts', url: world.documents.at('/hook'), kinds: ['api.unhealthy', 'deployment.'] });
    const api = await twoEditions(world, rest, 'Shop', '/shop.yaml');
    for (let times = 0; times < 3; times += 1) await rest.post(`/organisations/{organisation}/apis/${api.id}/probes`);
    const server = await rest.post('/organisations/{organisation}/servers', { name: 'Shop', design: { sources: [{ api: api.id }] } });
    const version = await rest.post(`/organisations/{organisation}/servers/${server.id}/versions`);
    await rest.put(`/organisations/{organisation}/servers/${server.id}/deployment`, { version: version.id, target: 'process', scaling: { min: 0, max: 4, quiet_seconds: 5 } });
    const gone = await rest.register({ name: 'Gone', source: { type: 'text', text: shop(1, world.api.base) } });
    await rest.delete(`/organisations/{organisation}/apis/${gone.api.id}`);
    return rest;
  })();
  return world.furnished;
}
