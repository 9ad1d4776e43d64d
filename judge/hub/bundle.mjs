// What clients install and what registries read: bundles (.mcpb), by Anthropic's own tool and by real clients that start them; the hub's
// registry, by the official registry's own code where it is built. node bundle.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Visitor, visits } from '../clients/visits.mjs';
import { DOCUMENT, KEY, petstore } from '../lib/petstore.mjs';
import { bridge } from './connecting/bridge.mjs';
import { Program } from './connecting/program.mjs';
import { registry } from './connecting/registry.mjs';
import { read } from './lib/arguments.mjs';
import { Sqlite } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Steps, expect } from './lib/steps.mjs';
import { Team } from './lib/team.mjs';

const { options, rest: [binary, pythonTwo, pythonOne] } = read();
if (!pythonOne) {
  console.error('usage: bundle.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]');
  process.exit(2);
}
const tool = fileURLToPath(new URL('../node_modules/.bin/mcpb', import.meta.url));
const only = options.only ?? '';

const steps = new Steps('bundle');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-bundle-'));
const hub = new Hub({ binary: resolve(binary), folder, database: new Sqlite(folder), settings: { MCPHUB__GATEWAY__ALLOW_OPEN: 'true' } });
const upstream = await petstore();
try {
  await hub.add('one', ['api', 'generator', 'deployment', 'gateway']);
  const team = await Team.begin(hub);
  const api = await team.api(readFileSync(DOCUMENT), { upstream: upstream.base }, { api_key: KEY });
  await team.serve('petstore', api);
  await team.serve('garden', api, { access: 'open' });
  const { key } = await team.key('clients');
  const closed = await unpacked(team, 'petstore');
  const open = await unpacked(team, 'garden');
  if (closed && open) {
    await bridge({ steps, file: join(closed, 'server/index.js') });
    await visited(team, closed, key, 'with a key');
    await visited(team, open, undefined, 'open');
    await refused(team, closed, key);
  }
} finally {
  await hub.kill();
  upstream.stop();
}
try {
  await registry({ steps, binary: resolve(binary), folder, document: readFileSync(DOCUMENT) });
} finally {
  if (steps.failed > 0) console.log(`the logs are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
steps.end();

/** The bundle of a server, unpacked by the tool that packs and checks bundles; where its files are. */
async function unpacked(team, slug) {
  const file = join(folder, `${slug}.mcpb`);
  const there = join(folder, slug);
  return steps.step(`the bundle of ${slug} is one: info, unpack, validate, pack`, async () => {
    const url = `${hub.apis[0].url}/api/v1${team.o}/servers/${slug}/bundle.mcpb`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${team.ada.token}` } });
    expect(response.status === 200, 'the bundle', await response.clone().text());
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    const said = {
      info: await ran('info', file),
      unpack: await ran('unpack', file, there),
      validate: await ran('validate', join(there, 'manifest.json')),
      pack: await ran('pack', there, join(folder, `${slug}-again.mcpb`)),
    };
    expect(/validation passes/i.test(said.validate), 'validate', said.validate);
    expect(said.pack.includes('petstore') || said.pack.includes(slug), 'pack', said.pack);
    return there;
  });
}

function ran(...words) {
  return new Promise((done, fail) => {
    execFile(tool, words, { env: { ...process.env, HOME: folder } }, (error, out, err) => (error ? fail(new Error(`mcpb ${words[0]}: ${out}${err}`)) : done(out + err)));
  });
}

/** The environment that the manifest asks for, as a client fills it in. */
function environment(there, key) {
  const { server } = JSON.parse(readFileSync(join(there, 'manifest.json'), 'utf8'));
  return Object.fromEntries(Object.entries(server.mcp_config.env).map(([name, value]) => [name, value.replace('${user_config.api_key}', key)]));
}

/** Each client that starts servers itself, of both eras, as the manifest says. */
async function visited(team, there, key, how) {
  const visitor = new Visitor(team.url('petstore'), key);
  // Clients start programs with an environment of their own choice.
  const words = Object.entries(environment(there, key)).map(([name, value]) => `${name}=${value}`);
  const transports = [['stdio', '/usr/bin/env', ...words, process.execPath, join(there, 'server/index.js')]];
  try {
    for (const [title, command, expected] of visits({ pythonOne, pythonTwo, transports })) {
      if (!title.includes(only)) continue;
      await steps.step(`${title} · bundle, ${how}`, async () => {
        const { ok, words: said } = await visitor.visit(command, expected);
        expect(ok, said.trim().split('\n').slice(-15).join('\n       '));
      });
    }
  } finally {
    visitor.end();
  }
}

/** What the client is told where the key is none, and where the server is gone. */
async function refused(team, there, key) {
  const hello = { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'judge', version: '1' } } };
  await steps.step('a wrong key is said to be one', async () => {
    const program = new Program(join(there, 'server/index.js'), environment(there, `${key.slice(0, -4)}AAAA`));
    const { error } = await program.ask(hello);
    expect(/answered 401: the token is not valid/.test(error?.message), 'the error', error);
    await program.leave();
  });
  await steps.step('a server that is stopped is said to be gone', async () => {
    const program = new Program(join(there, 'server/index.js'), environment(there, key));
    expect((await program.ask(hello)).result, 'it is there before');
    await team.ada.delete(`${team.o}/servers/petstore/deployment`);
    await team.settled('petstore', 'stopped');
    const { error } = await program.ask({ id: 2, method: 'tools/list' });
    expect(/answered 404: the server is not there/.test(error?.message), 'the error', error);
    await program.leave();
    await team.deploy('petstore');
    await team.settled('petstore');
  });
}
