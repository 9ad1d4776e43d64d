// Real MCP clients and the official conformance scenarios, against servers that a hub hosts: with a key, and refused without one.
// node gateway.mjs BINARY PYTHON_V2 PYTHON_V1 [--target embedded|process|docker|kubernetes] [--runtime FILE] [--only PART] [--check CONFORMANCE_SCRIPT DOCUMENT...]
// node gateway.mjs PYTHON_V2 PYTHON_V1 --url URL --account EMAIL|--setup TOKEN [--gateway URL] [--host ADDRESS] [--target …] [--only PART] [--check …]
//   a hub that is there already; MCPHUB_PASSWORD: the account's; ADDRESS: this machine, as the hub reaches it

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Visitor, visits } from '../clients/visits.mjs';
import { DOCUMENT, KEY, petstore } from '../lib/petstore.mjs';
import { read } from './lib/arguments.mjs';
import { Cluster } from './lib/cluster.mjs';
import { Conformance } from './lib/conformance.mjs';
import { Sqlite } from './lib/database.mjs';
import { withContainers } from './lib/docker.mjs';
import { Hub } from './lib/hub.mjs';
import { Proxy } from './lib/proxy.mjs';
import { Steps, expect } from './lib/steps.mjs';
import { Team } from './lib/team.mjs';
import { There } from './lib/there.mjs';

const { options, rest } = read();
const [binary, pythonTwo, pythonOne, ...documents] = options.url ? [undefined, ...rest] : rest;
if (!pythonOne || !['embedded', 'process', 'docker', 'kubernetes', undefined].includes(options.target) || (['docker', 'kubernetes'].includes(options.target) && !options.runtime && !options.url)) {
  console.error('usage: gateway.mjs BINARY PYTHON_V2 PYTHON_V1 [--target embedded|process|docker|kubernetes] [--runtime FILE] [--only PART] [--check CONFORMANCE_SCRIPT DOCUMENT...], or gateway.mjs PYTHON_V2 PYTHON_V1 --url URL --account EMAIL|--setup TOKEN');
  process.exit(2);
}
const only = options.only ?? '';

const steps = new Steps('gateway');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-gateway-'));
// `--runtime`: the static mcphub-runtime that images carry, for servers in containers and pods.
const isOwn = !options.url;
const cluster = isOwn && options.target === 'kubernetes' ? Cluster.open(resolve(options.runtime)) : undefined;
const containers = isOwn && options.target === 'docker' ? await withContainers(options.runtime) : cluster;
if (containers?.missing) {
  console.log(`gateway: left out, ${containers.missing}`);
  process.exit(0);
}
const hub = isOwn ? new Hub({ binary: resolve(binary), folder, database: new Sqlite(folder), settings: containers?.settings('gateway') }) : There.of(options);
const upstream = await petstore(options.host ?? cluster?.host);
try {
  if (isOwn) await hub.add('one', ['api', 'generator', 'deployment', 'gateway']);
  const team = await Team.begin(hub, { target: options.target, slug: isOwn ? 'team' : `team-${Date.now().toString(36)}` });
  const api = await team.api(readFileSync(DOCUMENT), { upstream: upstream.base }, { api_key: KEY });
  await team.serve('petstore', api);
  const { key } = await team.key('clients');
  await welcome(team.url('petstore'), key);
  await refused(team.url('petstore'), key);
  if (options.check) await conformance(team, key);
  else console.log('skip conformance of hosted documents: no --check');
} finally {
  if (isOwn) await hub.kill();
  upstream.stop();
  await containers?.stop?.();
  cluster?.clear('gateway');
  if (steps.failed > 0) console.log(`the logs are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
steps.end();

/** Each client with the key. */
async function welcome(url, key) {
  const visitor = new Visitor(url, key);
  try {
    for (const [title, command, expected] of visits({ pythonOne, pythonTwo, transports: [['http', url]] })) {
      if (!title.includes(only)) continue;
      await steps.step(`${title} · with a key`, async () => {
        const { ok, words } = await visitor.visit(command, expected);
        expect(ok, last(words));
      });
    }
  } finally {
    visitor.end();
  }
}

/** Each client without a key and with a wrong one: what the server answered is seen on the way, whatever words a client has for it. */
async function refused(url, key) {
  const proxy = await Proxy.start(url);
  const there = new URL(new URL(url).pathname, proxy.base).href;
  // Real names of tools need a key: only the visits have none.
  const visitor = new Visitor(url, key);
  // Of the same form as the right one, and wrong at its end.
  const wrong = key.slice(0, -4) + (key.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  try {
    for (const [title, command] of visits({ pythonOne, pythonTwo, transports: [['http', there]] })) {
      if (!title.includes(only)) continue;
      for (const [how, bearer] of [['without a key', null], ['with a wrong key', wrong]]) {
        await steps.step(`${title} · ${how} is refused`, async () => {
          proxy.answered = [];
          const { code, words } = await visitor.visit(command, undefined, bearer);
          expect(code > 0, `the client came to an end with ${code}: ${last(words)}`);
          // Some clients look for a place to sign in, elsewhere.
          const statuses = proxy.answered.filter(({ path }) => path === new URL(url).pathname).map(({ status }) => status);
          expect(statuses.length > 0 && statuses.every((status) => status === 401), 'the server answered otherwise', proxy.answered);
        });
      }
    }
  } finally {
    visitor.end();
    await proxy.stop();
  }
}

/** The scenarios that fit any server, against servers of documents. */
async function conformance(team, key) {
  const suite = await Conformance.begin({ script: options.check, folder, url: hub.gateways[0].url, key });
  try {
    for (const [number, document] of documents.entries()) {
      await steps.step(`conformance of ${basename(document)}`, async () => {
        // No scenario calls an upstream that answers; nothing listens at this one.
        const api = await team.api(readFileSync(document), { upstream: 'http://127.0.0.1:9' });
        const slug = `document-${number}`;
        await team.serve(slug, api);
        await suite.of(new URL(team.url(slug)).pathname);
      });
    }
  } finally {
    await suite.stop();
  }
}

function last(words) {
  return words.trim().split('\n').slice(-15).join('\n       ');
}
