// What a hub talks to: an API with its documents, a GraphQL endpoint, a document that never comes, and a receiver of events.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { buildSchema, graphql } from 'graphql';

/** The petstore's documents: the root, and what it refers to. Later versions have other operations. */
export function documents(base, version = 1) {
  const operation = (id, more) => ({ operationId: id, summary: `${id} of the shop`, responses: { 200: { description: 'fine', content: { 'application/json': { schema: { $ref: 'parts/pet.json#/Pet' } } } } }, ...more });
  const number = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
  const root = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: `${version}.0.0` },
    servers: [{ url: `${base}/api` }],
    paths: {
      '/pets': { get: operation('listPets'), post: operation('createPet', { requestBody: { required: true, content: { 'application/json': { schema: { $ref: 'parts/pet.json#/Pet' } } } } }) },
      '/pets/{id}': { get: operation('getPet', { parameters: [number] }) },
      '/vault': { get: operation('openVault', { security: [{ key: [] }] }) },
      '/echo': { get: operation('echo', { security: [{ key: [] }], parameters: [{ name: 'say', in: 'query', schema: { type: 'string' } }] }) },
    },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } },
  };
  if (version > 1) {
    delete root.paths['/pets/{id}'];
    root.paths['/orders'] = { get: operation('listOrders') };
  }
  const pet = { Pet: { type: 'object', required: ['name'], properties: { id: { type: 'integer' }, name: { type: 'string' }, owner: { $ref: 'people/owner.json' } } } };
  const owner = { type: 'object', properties: { login: { type: 'string' } } };
  return { 'shop.json': JSON.stringify(root), 'parts/pet.json': JSON.stringify(pet), 'parts/people/owner.json': JSON.stringify(owner) };
}

const schema = buildSchema('type Query { hero(id: ID!): Hero heroes: [Hero!]! } type Hero { id: ID! name: String! } type Mutation { rename(id: ID!, name: String!): Hero! }');

export class Upstream {
  /** At an address of this machine's. */
  static async start(host = '127.0.0.1') {
    const upstream = new Upstream();
    Object.assign(upstream, { version: 1, isDown: false, apiKey: undefined, documentToken: undefined, asked: [], deliveries: [], refusals: 0 });
    upstream.server = createServer((request, response) => { upstream.answer(request, response).catch((error) => { response.destroy(error); }); });
    await new Promise((resolve) => { upstream.server.listen(0, host, resolve); });
    upstream.base = `http://${host}:${upstream.server.address().port}`;
    return upstream;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  async answer(request, response) {
    const { pathname } = new URL(request.url, this.base);
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString('utf8');
    const json = (status, value) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(typeof value === 'string' ? value : JSON.stringify(value)); };
    this.asked.push({ method: request.method, path: pathname, headers: request.headers });
    if (pathname.startsWith('/docs/')) return this.document(pathname.slice(6), json);
    if (pathname.startsWith('/guarded/')) {
      if (request.headers.authorization !== `Bearer ${this.documentToken}`) return json(401, { error: 'who are you?' });
      return this.document(pathname.slice(9), json);
    }
    if (pathname === '/never.json') return undefined;
    if (pathname === '/hooks') return this.deliver(request, body, json);
    if (pathname === '/graphql') {
      const { query, variables } = JSON.parse(body);
      return json(200, await graphql({ schema, source: query, variableValues: variables, rootValue: { heroes: () => [{ id: '1', name: 'Ann' }] } }));
    }
    if (this.isDown) return request.socket.destroy();
    return this.api(request, pathname, json);
  }

  document(name, json) {
    const text = documents(this.base, this.version)[name];
    return text ? json(200, text) : json(404, { error: 'no such document' });
  }

  api(request, pathname, json) {
    const isKnown = request.headers['x-api-key'] === this.apiKey;
    if (['/api/vault', '/api/echo'].includes(pathname) && !isKnown) return json(401, { error: 'the key is wrong' });
    if (pathname === '/api/echo') return json(200, { name: 'echo', headers: request.headers, url: request.url });
    if (pathname === '/api/pets') return json(200, [{ id: 1, name: 'Rex' }]);
    return json(200, { id: 1, name: pathname });
  }

  deliver(request, body, json) {
    this.deliveries.push({ headers: request.headers, body, value: JSON.parse(body) });
    if (this.refusals > 0) {
      this.refusals -= 1;
      return json(503, { error: 'not now' });
    }
    return json(200, {});
  }
}

/** Whether a delivery is signed as https://www.standardwebhooks.com says. */
export function isSigned({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const right = createHmac('sha256', key).update(said).digest();
  const isRecent = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
  const signatures = headers['webhook-signature'].split(' ').filter((text) => text.startsWith('v1,')).map((text) => Buffer.from(text.slice(3), 'base64'));
  return isRecent && signatures.some((given) => given.length === right.length && timingSafeEqual(given, right));
}
