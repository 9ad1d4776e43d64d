// Real MCP clients and the official conformance scenarios against the hub's own server, at /mcp: with users who are asked before something is deleted and without.
// node own.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART] [--check CONFORMANCE_SCRIPT]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Visitor, hubVisits } from '../clients/visits.mjs';
import { read } from './lib/arguments.mjs';
import { Conformance } from './lib/conformance.mjs';
import { Sqlite } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Steps, expect } from './lib/steps.mjs';
import { Team } from './lib/team.mjs';

const { options, rest: [binary, pythonTwo, pythonOne] } = read();
if (!pythonOne) {
  console.error('usage: own.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART] [--check CONFORMANCE_SCRIPT]');
  process.exit(2);
}
const only = options.only ?? '';
const steps = new Steps('own');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-own-'));
const hub = new Hub({ binary: resolve(binary), folder, database: new Sqlite(folder) });
try {
  await hub.add('one', ['api', 'generator']);
  const team = await Team.begin(hub);
  const first = await team.signedIn();
  const { permissions } = await first.get(team.o);
  const { key } = await first.post(`${team.o}/api-keys`, { name: 'agent', scopes: permissions });
  const url = `${hub.apis[0].url}/mcp`;
  await steps.step('without a key it is refused, and says how to ask', async () => {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(answer.status === 401 && answer.headers.get('www-authenticate')?.startsWith('Bearer'), 'it answered otherwise', answer.status);
  });
  await visited(url, key);
  if (options.check) await conformed(key);
  else console.log('skip conformance: no --check');
} finally {
  await hub.kill();
  if (steps.failed > 0) console.log(`the logs are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
steps.end();

async function visited(url, key) {
  const visitor = new Visitor(url, key);
  try {
    for (const [title, command, expected, env] of hubVisits({ pythonOne, pythonTwo, url })) {
      if (!title.includes(only)) continue;
      await steps.step(title, async () => {
        const { ok, words } = await visitor.visit(command, expected, key, env);
        expect(ok, words.trim().split('\n').slice(-15).join('\n       '));
      });
    }
  } finally {
    visitor.end();
  }
}

async function conformed(key) {
  const suite = await Conformance.begin({ script: options.check, folder, url: hub.apis[0].url, key });
  try {
    await steps.step('conformance', () => suite.of('/mcp'));
  } finally {
    await suite.stop();
  }
}
