// The hub as a registry of MCP servers, read and judged by the official registry's own code (judge/setup.sh builds it), which takes over all of it.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Postgres, Sqlite, services } from '../lib/database.mjs';
import { Hub, freePort } from '../lib/hub.mjs';
import { Skip, expect, until } from '../lib/steps.mjs';
import { Team } from '../lib/team.mjs';

const PROGRAM = fileURLToPath(new URL('../../../.cache/registry', import.meta.url));
const OFFICIAL = 'io.modelcontextprotocol.registry/official';
/** Registries refuse servers at loopback addresses. */
const PUBLIC = 'https://hub.example.com';
/** More than one page of entries where nobody says how many. */
const MANY = 40;

export async function registry({ steps, binary, folder, document }) {
  const place = join(folder, 'registry');
  mkdirSync(place);
  const settings = { MCPHUB__LISTEN__PUBLIC_URL: PUBLIC, MCPHUB__GATEWAY__ALLOW_OPEN: 'true' };
  const hub = new Hub({ binary, folder: place, database: new Sqlite(place), settings });
  let official;
  try {
    await hub.add('registry', ['api', 'generator', 'deployment', 'gateway']);
    const { ada, server } = await published(hub, document);
    official = await steps.step('the official registry takes the hub over', () => Official.start(ada, place));
    if (official) await compared(steps, ada, official, server);
  } finally {
    await official?.stop();
    await hub.kill();
  }
}

/** A hub with many servers, some of them with a history, and one that anybody may use. */
async function published(hub, document) {
  const team = await Team.begin(hub, { slug: 'acme' });
  const api = await team.api(document, { upstream: 'http://127.0.0.1:9' });
  for (let number = 0; number < MANY; number += 1) await team.serve(`pets-${number}`, api, number === 7 ? { access: 'open' } : {});
  for (const slug of ['pets-1', 'pets-20']) {
    await team.ada.post(`${team.o}/servers/${slug}/versions`);
    await team.deploy(slug, { version: '2' });
    await team.settled(slug);
  }
  const words = { name: 'Größe & "Gewicht"', description: `Über Tiere.\n${'Und noch eines. '.repeat(20)}` };
  await team.ada.patch(`${team.o}/servers/pets-1`, words);
  return { ada: team.ada, server: `${team.o}/servers/pets-1` };
}

async function compared(steps, ada, official, server) {
  await steps.step('entries of both are the same, page by page', async () => {
    const [ours, theirs] = [await every((path) => ada.get(`/${path}`)), await every((path) => official.get(path))];
    expect(ours.length === MANY + 2, 'entries', ours.length);
    const told = (entries) => entries.map(({ server: { name, version }, _meta }) => `${name} ${version} ${_meta[OFFICIAL].isLatest}`).sort();
    expect(told(ours).join() === told(theirs).join(), 'what there is', { ours: told(ours), theirs: told(theirs) });
    const find = (name, version) => theirs.find((entry) => entry.server.name === name && entry.server.version === version);
    for (const entry of ours) {
      const same = find(entry.server.name, entry.server.version);
      expect(equal(entry.server, same.server), 'an entry', [entry.server, same.server]);
      expect(equal(Object.keys(entry._meta[OFFICIAL]).filter((key) => key !== 'statusMessage'), Object.keys(same._meta[OFFICIAL])), 'what is said of it', [entry._meta, same._meta]);
    }
  });
  await steps.step('one server, its versions and its latest are found at the same addresses', async () => {
    const name = encodeURIComponent('com.example.hub/acme.pets-1');
    for (const path of ['latest', '1.0.0', '2.0.0']) {
      const [ours, theirs] = [await ada.get(`//v0.1/servers/${name}/versions/${path}`), await official.get(`/v0.1/servers/${name}/versions/${path}`)];
      expect(equal(ours.server, theirs.server) && ours._meta[OFFICIAL].isLatest === theirs._meta[OFFICIAL].isLatest, path, [ours, theirs]);
    }
    const versions = ({ servers }) => servers.map((entry) => entry.server.version).sort().join();
    expect(versions(await ada.get(`//v0.1/servers/${name}/versions`)) === '1.0.0,2.0.0', 'its versions');
    const search = '/v0.1/servers?version=latest&search=acme.pets-1';
    const names = ({ servers }) => servers.map((entry) => entry.server.name).sort().join();
    const [ours, theirs] = [names(await ada.get(`/${search}`)), names(await official.get(search))];
    expect(ours === theirs && ours.includes('pets-19'), 'a search', [ours, theirs]);
    const gone = `/v0.1/servers/${encodeURIComponent('com.example.hub/acme.nothing')}/versions`;
    expect((await ada.send('GET', `/${gone}`)).status === 404 && (await official.send(gone)).status === 404, 'what is not there');
  });
  await steps.step('server.json passes its validation: schema and meaning', async () => {
    const manifest = await ada.get(`${server}/server.json`);
    const verdict = await official.post('/v0.1/validate', manifest);
    expect(verdict.valid === true && (verdict.issues ?? []).length === 0, 'the verdict', verdict);
    const wrong = await official.post('/v0.1/validate', { ...manifest, remotes: [{ ...manifest.remotes[0], url: 'http://localhost/mcp' }] });
    expect(wrong.valid === false && wrong.issues.length > 0, 'it knows what is wrong', wrong);
  });
}

function equal(one, other) {
  const sorted = (value) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])) : Array.isArray(value) ? value.map(sorted) : value);
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Every entry, page after page. */
async function every(get) {
  const entries = [];
  let cursor = '';
  do {
    const page = await get(`/v0.1/servers?limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(page.metadata.count === page.servers.length, 'the count of a page', page.metadata);
    entries.push(...page.servers);
    cursor = page.metadata.nextCursor ?? '';
  } while (cursor);
  return entries;
}

/** The official registry, which read everything from the hub when it started. */
class Official {
  static async start(ada, place) {
    if (!existsSync(PROGRAM)) throw new Skip('the official registry is not built: Go is missing');
    const { postgres } = services();
    if (!postgres) throw new Skip('there is no PostgreSQL for it');
    const official = Object.assign(new Official(), { database: new Postgres(postgres) });
    await official.database.create();
    const seed = await relay(ada);
    const port = await freePort();
    official.url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      MCP_REGISTRY_SERVER_ADDRESS: `127.0.0.1:${port}`,
      MCP_REGISTRY_DATABASE_URL: `${official.database.url}?sslmode=disable`,
      MCP_REGISTRY_DATABASE_MAX_CONNECTIONS: '8',
      MCP_REGISTRY_DATABASE_MIN_CONNECTIONS: '1',
      MCP_REGISTRY_SEED_FROM: `${seed.url}/v0/servers`,
      MCP_REGISTRY_JWT_PRIVATE_KEY: randomBytes(32).toString('hex'),
    };
    official.child = spawn(PROGRAM, [], { env, cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const log = createWriteStream(join(place, 'official.log'));
    for (const stream of [official.child.stdout, official.child.stderr]) stream.on('data', (bytes) => { said += bytes; log.write(bytes); });
    try {
      await until(60, 'it answers', async (shown) => {
        shown(said.slice(-500));
        return (await official.send('/v0.1/ping').catch(() => undefined))?.status === 200;
      });
    } catch (error) {
      await official.stop();
      throw error;
    } finally {
      await seed.stop();
    }
    if (!/Import completed successfully/.test(said)) {
      await official.stop();
      throw new Error(`it did not take everything: ${said.slice(-1500)}`);
    }
    return official;
  }

  send(path, options = {}) {
    return fetch(`${this.url}${path}`, options);
  }

  async get(path) {
    const response = await this.send(path);
    if (!response.ok) throw new Error(`the official registry answers ${path} with ${response.status}: ${await response.text()}`);
    return response.json();
  }

  async post(path, body) {
    const response = await this.send(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return response.json();
  }

  async stop() {
    if (this.child && this.child.exitCode === null) {
      const ended = new Promise((resolve) => { this.child.once('exit', resolve); });
      this.child.kill('SIGKILL');
      await ended;
    }
    await this.database.drop();
  }
}

/** What it reads from has its older address, and it shows no token: a relay does. */
async function relay(ada) {
  const server = createServer(async (request, response) => {
    const answer = await ada.send('GET', `/${request.url.replace('/v0/', '/v0.1/')}`);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.text);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}
