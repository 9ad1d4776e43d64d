// An organisation in which every text is hostile: those that people write, those of a document, and those that its API answers.

import { createServer } from 'node:http';
import { NAMES, PAYLOADS, each } from './payloads.mjs';
import { Rest } from './rest.mjs';
import { ADA } from './world.mjs';

export const HOSTILE = 'hostile';
const name = each(NAMES);
const text = each(PAYLOADS);
export const MALLORY = { name: name(), email: 'mallory@example.com', password: 'kestrel-Orchid-25!wPz7' };

/** An API that answers with what was sent to it, and worse. */
export async function hostileApi() {
  const server = createServer((request, response) => {
    if (request.url.startsWith('/json')) response.writeHead(200, { 'content-type': 'application/json', 'x-note': '<img src=x onerror=hacked(90)>' }).end(JSON.stringify({ items: PAYLOADS, '<svg onload=hacked(91)>': true }));
    else if (request.url.startsWith('/html')) response.writeHead(200, { 'content-type': 'text/html' }).end(PAYLOADS.join('\n'));
    else if (request.url.startsWith('/xml')) response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><x>${PAYLOADS.slice(0, 20).join('')}</x>`);
    else if (request.url.startsWith('/fails')) response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message: PAYLOADS[9], errors: PAYLOADS }));
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<script>hacked(92)</script>');
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { base: `http://127.0.0.1:${server.address().port}`, stop: () => { server.close(); server.closeAllConnections(); } };
}

/** An operation each for what an API may answer, and one more for each payload that is left. */
function document(base, edition) {
  const operation = (path) => ({
    operationId: `get ${path} ${text()}`, summary: text(), description: PAYLOADS.slice(0, 12).join('\n\n'), tags: [name(), name()],
    parameters: [
      { name: 'q', in: 'query', description: text(), schema: { type: 'string', default: text(), example: text(), enum: edition === 1 ? undefined : [text(), text()] }, example: text() },
      { name: text(), in: 'query', description: text(), schema: { type: 'string', title: text(), description: text() } },
    ],
    responses: { 200: { description: text(), content: { 'application/json': { schema: { type: 'object', title: text(), properties: { [text()]: { type: 'string', description: text() } } }, examples: { [text()]: { value: text() } } } } } },
    'x-unknown': text(),
  });
  const paths = Object.fromEntries(['/json', '/html', '/xml', '/fails'].map((path) => [path, { get: operation(path) }]));
  PAYLOADS.forEach((payload, index) => { paths[`/more/${index}`] = { get: { ...operation(`/more/${index}`), summary: payload, description: payload } }; });
  paths['/dangling'] = { get: { operationId: 'dangling', summary: text(), parameters: [{ $ref: `#/components/parameters/${PAYLOADS[9]}` }], responses: { 200: { description: 'x' } } } };
  return {
    openapi: '3.1.0', info: { title: `${PAYLOADS[0]} ${edition}`, version: PAYLOADS[9], description: PAYLOADS.join('\n'), contact: { name: text(), url: 'javascript:hacked(93)' }, license: { name: text() } },
    servers: [{ url: base, description: text() }], tags: [{ name: PAYLOADS[1], description: text() }], paths, externalDocs: { url: 'javascript:hacked(94)', description: text() },
    components: { securitySchemes: { [PAYLOADS[15].replace(/[^ -~]/g, '')]: { type: 'apiKey', in: 'header', name: 'X-Key', description: PAYLOADS[16] } } },
    security: [{}],
  };
}

/** Registers it all, as Ada; answers what Mallory sees of it. */
export async function hostile(world, api) {
  const ada = await Rest.signIn(world.url, ADA);
  await ada.post('/organisations', { name: '<img src=x onerror=hacked(95)>', slug: HOSTILE });
  const rest = ada.in(HOSTILE);
  const { token } = await rest.post('/organisations/{organisation}/invitations', { email: MALLORY.email, role: 'owner' });
  const { id } = await new Rest(world.url).post('/accounts', { ...MALLORY, invitation: token });
  await ada.patch(`/admin/users/${id}`, { is_admin: true });
  await rest.post('/organisations/{organisation}/invitations', { email: '"<img/src=x/onerror=hacked(96)>"@example.com', role: 'viewer' }).catch(() => undefined);
  for (let times = 0; times < 3; times += 1) await rest.post('/organisations/{organisation}/roles', { name: name(), description: text(), permissions: ['organisation:read'] });
  const program = await rest.post('/organisations/{organisation}/service-accounts', { name: name(), description: text(), role: 'viewer' });
  for (const owner of [{}, { service_account: program.id }]) await rest.post('/organisations/{organisation}/api-keys', { name: name(), scopes: ['organisation:read'], ...owner });
  await rest.post('/organisations/{organisation}/webhooks', { name: name(), url: `${api.base}/fails?<script>hacked(97)</script>`.replaceAll('<', '%3C'), kinds: ['api.'] });

  world.documents.put('/hostile.json', 'application/json', JSON.stringify(document(api.base, 1)));
  const made = await rest.register({ name: PAYLOADS[9], description: PAYLOADS.slice(0, 20).join('\n'), tags: ['<b>x</b>', '"><img src=x>'], source: { type: 'url', url: world.documents.at('/hostile.json') } });
  if (made.job.state !== 'succeeded') throw new Error(`the hostile document became nothing: ${made.job.error}`);
  const names = (await rest.get(`/organisations/{organisation}/apis/${made.api.id}/revisions/1/tools?limit=200`)).items.map((tool) => tool.name);
  const server = await rest.post('/organisations/{organisation}/servers', { name: PAYLOADS[10], description: PAYLOADS.join('\n').slice(0, 1900), design: { sources: [{ api: made.api.id }] }, settings: { capture: true } });
  const version = await rest.post(`/organisations/{organisation}/servers/${server.id}/versions`, { note: PAYLOADS[11] });
  await rest.put(`/organisations/{organisation}/servers/${server.id}/deployment`, { version: version.id, target: 'embedded' });
  world.documents.put('/hostile.json', 'application/json', JSON.stringify(document(api.base, 2)));
  const { job } = await rest.post(`/organisations/{organisation}/apis/${made.api.id}/refreshes`);
  await rest.ended(job);
  // Documents that fail with words of their own.
  await rest.register({ name: name(), source: { type: 'text', text: `{"openapi": "3.1.0", "info": {"title": "${'<script>hacked(98)</script>'}"}, "paths": 7}` } });
  await rest.register({ name: name(), source: { type: 'text', text: '<script>hacked(99)</script>' } });
  return { rest, api: made.api, server, names };
}
