// A small real API, without dependencies: pets that can be listed, found, added, changed and removed, behind an API key.
// node server.mjs [PORT]   (0 takes a free one; the address is printed)

import { createServer } from 'node:http';

const KEY = process.env.PETSTORE_KEY ?? 'demo-key';
const HOST = process.env.PETSTORE_HOST || '127.0.0.1';
const LARGEST_BODY = 64 * 1024;

const pets = new Map([
  [1, { id: 1, name: 'Marmaduke', kind: 'dog', born: '2019-05-04', tags: ['large', 'friendly'] }],
  [2, { id: 2, name: 'Felix', kind: 'cat', born: '2021-11-30', tags: ['indoor'] }],
  [3, { id: 3, name: 'Kiki', kind: 'bird', born: '2023-02-14', tags: [] }],
]);
let next = 4;

class Problem extends Error {
  constructor(status, title) {
    super(title);
    this.status = status;
  }
}

function list(query) {
  const kinds = query.getAll('kind');
  const text = query.get('search')?.toLowerCase();
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Problem(400, 'limit is a whole number from 1 to 100');
  const found = [...pets.values()].filter((pet) =>
    (kinds.length === 0 || kinds.includes(pet.kind)) && (!text || pet.name.toLowerCase().includes(text)));
  return { items: found.slice(0, limit), total: found.length };
}

function checked(body, partial) {
  const allowed = ['name', 'kind', 'born', 'tags'];
  const unknown = Object.keys(body).find((key) => !allowed.includes(key));
  if (unknown) throw new Problem(422, `unknown property ${unknown}`);
  if ((!partial || 'name' in body) && (typeof body.name !== 'string' || !body.name)) throw new Problem(422, 'name is a text that is not empty');
  if ((!partial || 'kind' in body) && !['dog', 'cat', 'bird'].includes(body.kind)) throw new Problem(422, 'kind is dog, cat or bird');
  return body;
}

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Problem(413, 'the body is too large');
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Problem(400, 'the body is no JSON');
  }
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/health') return [200, { status: 'ok' }];
  if (request.headers['x-api-key'] !== KEY) throw new Problem(401, 'send the key in X-Api-Key');
  if (pathname === '/v1/pets' && request.method === 'GET') return [200, list(searchParams)];
  if (pathname === '/v1/pets' && request.method === 'POST') {
    const pet = { id: next++, tags: [], ...checked(await read(request), false) };
    pets.set(pet.id, pet);
    return [201, pet];
  }
  const found = /^\/v1\/pets\/(\d+)$/.exec(pathname);
  if (!found) throw new Problem(404, 'no such path');
  const pet = pets.get(Number(found[1]));
  if (!pet) throw new Problem(404, `there is no pet ${found[1]}`);
  switch (request.method) {
    case 'GET': return [200, pet];
    case 'PATCH': return [200, Object.assign(pet, checked(await read(request), true))];
    case 'DELETE': pets.delete(pet.id); return [204, null];
    default: throw new Problem(405, 'this method is not known here');
  }
}

const server = createServer(async (request, response) => {
  let status;
  let body;
  try {
    [status, body] = await answer(request);
  } catch (error) {
    status = error.status ?? 500;
    body = { title: error.status ? error.message : 'something went wrong', status };
  }
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, body === null ? {} : { 'content-type': type });
  response.end(body === null ? undefined : JSON.stringify(body));
});

server.listen(Number(process.argv[2] ?? 8081), HOST, () => {
  console.log(`petstore at http://${HOST}:${server.address().port}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => { server.closeAllConnections(); server.close(() => process.exit(0)); });
}
