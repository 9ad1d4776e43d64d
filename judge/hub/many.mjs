// Thousands of servers in one hub: what each costs, how soon they are there after a restart, and how long calls take that are spread over
// all of them. node many.mjs BINARY [--servers 10000] [--tools 20] [--clients 8] [--database postgres] [--keep]

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { read } from './lib/arguments.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Rest } from './lib/rest.mjs';
import { Steps, expect } from './lib/steps.mjs';

const VERSION = '2026-07-28';
const { options, rest: [binary] } = read(['keep']);
const many = Number(options.servers ?? 10_000);
const tools = Number(options.tools ?? 20);
const clients = Number(options.clients ?? 8);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const steps = new Steps('many');
const figures = [];

const folder = mkdtempSync(join(tmpdir(), 'mcphub-many-'));
const database = options.database === 'postgres' ? new Postgres(services().postgres) : new Sqlite(folder);
const settings = { MCPHUB__QUOTAS__SERVERS: '1000000', MCPHUB__QUOTAS__DEPLOYMENTS: '1000000' };
const hub = new Hub({ binary: resolve(binary), folder, database, settings });
const upstream = createServer((_, response) => { response.setHeader('content-type', 'application/json'); response.end('{"name":"Rex"}'); });
await new Promise((listening) => { upstream.listen(0, '127.0.0.1', listening); });
try {
  await database.create();
  const process = await hub.add('one', ['api', 'generator', 'deployment', 'gateway']);
  const { ada, o, api, key } = await prepare();
  const empty = memory(process);
  const servers = [];
  await steps.step(`make and deploy ${many} servers of ${tools} tools`, async () => {
    const began = performance.now();
    await inParallel(many, clients, async (number) => { servers[number] = await make(ada, o, api, number); });
    await inParallel(many, clients, async (number) => {
      const seen = await ada.get(`${o}/servers/${servers[number]}/deployment?wait=60`);
      expect(seen.state === 'running', 'a server is not served', seen);
    });
    figures.push(['made and deployed', `${many} in ${((performance.now() - began) / 1000).toFixed(0)} s, 100 % of them running`]);
  });
  await steps.step('each is called once', async () => {
    await pause(3_000);
    const asleep = memory(process);
    figures.push(['memory of a server that was not called yet', `${((asleep - empty) / many).toFixed(1)} KiB`]);
    const first = await spread(key, many, (number) => number);
    figures.push(['first call of each', told(first)]);
    figures.push(['memory of a server that was called', `${((memory(process) - empty) / many).toFixed(1)} KiB`]);
  });
  await steps.step('calls are spread over all', async () => {
    const calls = await spread(key, Math.min(many * 2, 40_000), () => Math.floor(Math.random() * many));
    figures.push(['calls spread over all', told(calls)]);
    figures.push(['memory of the process then', `${(memory(process) / 1024).toFixed(0)} MiB`]);
  });
  await steps.step('after a restart all are there', async () => {
    await process.stop();
    const began = performance.now();
    await process.start();
    while ((await fetch(`${process.url}/readyz`)).status !== 200) await pause(20);
    figures.push(['ready after a restart', `${((performance.now() - began) / 1000).toFixed(2)} s`]);
    const some = await spread(key, 200, () => Math.floor(Math.random() * many));
    figures.push(['first calls after it', told(some)]);
  });
} finally {
  await hub.kill();
  upstream.close();
  agent.destroy();
  await database.drop();
  if (options.keep) console.log(`logs and database are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
for (const [what, figure] of figures) console.log(`     ${what}: ${figure}`);
steps.end();

async function prepare() {
  const rest = new Rest([hub.apis[0].url]);
  const admin = { email: 'ada@example.com', password: 'wPz7!kestrel-Orchid-19' };
  await rest.post('/setup', { token: hub.setupToken, name: 'Ada', ...admin });
  hub.isSetUp = true;
  const { access_token: token } = await rest.post('/sessions', admin);
  const first = rest.as(token);
  const { id } = await first.post('/organisations', { name: 'Many', slug: 'many' });
  const o = `/organisations/${id}`;
  const { permissions } = await first.get(o);
  // A key does not run out while thousands of servers are made.
  const { key } = await first.post(`${o}/api-keys`, { name: 'many', scopes: permissions });
  const ada = rest.as(key);
  const made = await ada.post(`${o}/apis`, { source: { type: 'text', text: JSON.stringify(document()) }, settings: { probe_every: null } });
  const job = await ada.ended(id, made.job);
  expect(job.state === 'succeeded', 'the document was not compiled', job);
  return { ada, o, api: made.id, key };
}

/** Operations with parameters and bodies of the usual sizes. */
function document() {
  const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string', description: 'What it is called.' }, kind: { type: 'string', enum: ['dog', 'cat', 'bird'] }, born: { type: 'string', format: 'date' }, tags: { type: 'array', items: { type: 'string' } } } };
  const paths = {};
  for (let number = 0; number < tools / 2; number += 1) {
    paths[`/pets${number}/{id}`] = {
      get: { operationId: `getPet${number}`, summary: `Get a pet of group ${number}`, parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }, { name: 'fields', in: 'query', description: 'Only these.', schema: { type: 'array', items: { type: 'string' } } }], responses: { 200: { description: 'The pet', content: { 'application/json': { schema: pet } } } } },
      put: { operationId: `changePet${number}`, summary: `Change a pet of group ${number}`, parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }], requestBody: { required: true, content: { 'application/json': { schema: pet } } }, responses: { 200: { description: 'The pet' } } },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Pets', version: '1' }, servers: [{ url: `http://127.0.0.1:${upstream.address().port}` }], paths };
}

async function make(ada, o, api, number) {
  const { id } = await ada.post(`${o}/servers`, { name: `Server ${number}`, slug: `server-${number}`, design: { sources: [{ api }] } });
  await ada.post(`${o}/servers/${id}/versions`);
  await ada.put(`${o}/servers/${id}/deployment`, {});
  return id;
}

/** So many calls, a few at a time; how long each took. */
async function spread(key, count, which) {
  const took = [];
  const began = performance.now();
  await inParallel(count, clients, async (number) => {
    const start = performance.now();
    await call(key, `server-${which(number)}`);
    took.push(performance.now() - start);
  });
  return { took: took.sort((one, other) => one - other), seconds: (performance.now() - began) / 1000 };
}

function told({ took, seconds }) {
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(1);
  return `${took.length} calls, ${Math.round(took.length / seconds)} a second, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

function call(key, server) {
  const _meta = { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {} };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_pet0', arguments: { id: 7 }, _meta } });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), accept: 'application/json, text/event-stream', authorization: `Bearer ${key}`, 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call', 'mcp-name': 'get_pet0' };
  return new Promise((done, failed) => {
    const asked = request(`${hub.gateways[0].url}/mcp/many/${server}`, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.on('data', (bytes) => { text += bytes; });
      response.on('end', () => (text.includes('"Rex') || text.includes('\\"Rex') ? done() : failed(new Error(`${server}: ${response.statusCode} ${text.slice(0, 300)}`))));
    });
    asked.on('error', failed);
    asked.end(body);
  });
}

/** Resident memory of a process, in KiB. */
function memory(process) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.child.pid}/status`, 'utf8'))[1]);
}

async function inParallel(count, width, body) {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < count) {
      const number = next;
      next += 1;
      await body(number);
    }
  }));
}

function pause(millis) {
  return new Promise((resolve) => { setTimeout(resolve, millis); });
}
