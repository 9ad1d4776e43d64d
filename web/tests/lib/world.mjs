// What the flows are played in: a hub of the real binary with the built console, the example API, and documents to be had from an address.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Postgres, Sqlite, services } from '../../../judge/hub/lib/database.mjs';
import { Hub, HubProcess, freePort } from '../../../judge/hub/lib/hub.mjs';
import { headOfRuntime } from '../../../judge/hub/lib/runtime.mjs';
import { DOCUMENT, petstore } from '../../../judge/lib/petstore.mjs';

export const ADA = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'kestrel-Orchid-19!wPz7' };
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

export class World {
  /** `database`: `sqlite`, or `postgres` with Redis; those of judge/services.sh. `hasAssetsElsewhere`: scripts and styles come from another origin. */
  static async begin(binary, { database = 'sqlite', hasAssetsElsewhere = false } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'mcphub-console-'));
    const { postgres, redis } = services();
    if (database === 'postgres' && !postgres) throw new Error('there is no PostgreSQL: `make services` starts it');
    const kept = database === 'postgres' ? new Postgres(postgres) : new Sqlite(folder);
    await kept.create();
    const given = { MCPHUB__WEB__FOLDER: DIST, MCPHUB__ACCOUNTS__SIGN_UP: 'open', MCPHUB__IMAGES__RUNTIMES: headOfRuntime(folder), MCPHUB__IMAGES__FOLDER: join(folder, 'images') };
    const hub = new Hub({ binary: resolve(binary), folder, database: kept, redis: database === 'postgres' ? redis : undefined, settings: given });
    const port = await freePort();
    // The same machine under another name is another origin, as a CDN is.
    const more = hasAssetsElsewhere ? { MCPHUB__WEB__ASSET_PREFIX: `http://localhost:${port}` } : {};
    const process_ = new HubProcess(hub, 'hub', ['api', 'generator', 'deployment', 'gateway', 'web'], port, more);
    hub.processes.push(process_);
    await process_.start();
    const api = await petstore();
    return new World({ folder, hub, process: process_, api, documents: await documents(api.base), database: kept });
  }

  constructor(parts) {
    Object.assign(this, parts);
  }

  get url() {
    return this.process.url;
  }

  get setup() {
    return `${this.url}/setup?token=${this.hub.setupToken}`;
  }

  /** Waits until the hub answers to everything. */
  async ready() {
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => { setTimeout(done, 50); });
    }
  }

  async end() {
    await this.hub.kill();
    this.api.stop();
    this.documents.stop();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Documents at addresses: the petstore's, one for each way to be of no use. */
async function documents(upstream) {
  const text = readFileSync(DOCUMENT, 'utf8').replace('http://127.0.0.1:8081', upstream);
  const pages = {
    '/petstore.yaml': ['application/yaml', text],
    '/page.html': ['text/html', '<!doctype html><title>News</title><p>Nothing to see here'],
    '/empty.json': ['application/json', JSON.stringify({ openapi: '3.1.0', info: { title: 'Empty', version: '1' }, paths: {} })],
    '/away.json': ['application/json', JSON.stringify({ openapi: '3.1.0', info: { title: 'Away', version: '1' }, servers: [{ url: 'http://127.0.0.1:9' }], paths: { '/things': { get: { operationId: 'listThings', summary: 'List things', responses: { 200: { description: 'They' } } } } } })],
    '/large.json': ['application/json', JSON.stringify(large(5000, upstream))],
  };
  const server = createServer((request, response) => {
    // Somebody who takes the request and says nothing.
    if (request.url === '/never.json') return;
    const [type, body] = pages[request.url] ?? ['text/plain', 'not here'];
    response.writeHead(pages[request.url] ? 200 : 404, { 'content-type': type }).end(body);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const base = `http://127.0.0.1:${server.address().port}`;
  return { base, at: (path) => `${base}${path}`, put: (path, type, body) => { pages[path] = [type, body]; }, stop: () => { server.close(); server.closeAllConnections(); } };
}

/** A document of very many operations with long names. */
function large(count, upstream) {
  const paths = {};
  for (let number = 0; number < count; number += 1) {
    const group = `Group of related things number ${Math.floor(number / 100)}`;
    paths[`/v1/organisations/{organisation}/departments/${number}`] = {
      get: {
        operationId: `retrieveTheVeryLongAndDetailedSummaryOfDepartment${number}`, tags: [group], summary: `Retrieve the very long and detailed summary of department ${number}`,
        parameters: [{ name: 'organisation', in: 'path', required: true, schema: { type: 'string' } }], responses: { 200: { description: 'It' } },
      },
    };
  }
  return { openapi: '3.1.0', info: { title: 'An API with a name that is much longer than anybody would choose, and very many operations', version: '2026-11-29' }, servers: [{ url: upstream }], paths };
}
