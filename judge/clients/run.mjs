// `make clients`: real clients, in both eras, over HTTP and stdio, against `mcphub run` of the petstore with its real upstream.
// node run.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../lib/mcp.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const [binary, pythonTwo, pythonOne, flag, only = ''] = process.argv.slice(2);
if (!pythonOne || (flag && flag !== '--only')) {
  console.error('usage: run.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]');
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'mcphub-clients-'));
const upstream = spawn(process.execPath, [join(root, 'examples/petstore/server.mjs'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((resolve, reject) => {
  upstream.stdout.once('data', (line) => resolve(/http:\S+/.exec(String(line))[0]));
  upstream.once('exit', reject);
});
const common = [join(root, 'examples/petstore/openapi.yaml'), '--upstream', base, '--allow-private-upstreams', '--auth', 'api_key=demo-key'];
const server = await serve(binary, common);
const stdio = ['stdio', binary, 'run', ...common, '--stdio'];
const http = ['http', server.url];

const MODERN = '2026-07-28';
const inspector = join(here, '../node_modules/.bin/mcp-inspector');
const script = (name) => join(here, name);
const node = (name, ...args) => [process.execPath, script(name), ...args];
const inspect = (era, ...args) => [inspector, '--cli', server.url, '--protocol-era', era, '--format', 'json', ...args];
const visits = [];
for (const [transport, args] of [['http', http], ['stdio', stdio]]) {
  visits.push(
    [`TypeScript SDK 1 · legacy · ${transport}`, node('typescript_v1.mjs', ...args)],
    [`TypeScript SDK 2 · legacy · ${transport}`, node('typescript_v2.mjs', 'legacy', ...args)],
    [`TypeScript SDK 2 · modern · ${transport}`, node('typescript_v2.mjs', 'modern', ...args)],
    [`Python SDK 1 · legacy · ${transport}`, [pythonOne, script('python_v1.py'), ...args]],
    [`Python SDK 2 · legacy · ${transport}`, [pythonTwo, script('python_v2.py'), 'legacy', ...args]],
    [`Python SDK 2 · auto · ${transport}`, [pythonTwo, script('python_v2.py'), 'auto', ...args]],
    [`Python SDK 2 · modern · ${transport}`, [pythonTwo, script('python_v2.py'), MODERN, ...args]],
    [`FastMCP · legacy · ${transport}`, [pythonTwo, script('fastmcp_client.py'), 'legacy', ...args]],
    [`FastMCP · modern · ${transport}`, [pythonTwo, script('fastmcp_client.py'), MODERN, ...args]],
  );
}
for (const era of ['legacy', 'modern']) {
  visits.push(
    [`Inspector --strict, tools/list · ${era} · http`, inspect(era, '--method', 'tools/list', '--strict'), /Petstore|pets/i],
    [`Inspector, tools/call · ${era} · http`, inspect(era, '--method', 'tools/call', '--tool-name', '@listpets', '--tool-args-json', '{"search":"marma"}'), /Marmaduke/],
    [`Inspector, resources/list · ${era} · http`, inspect(era, '--method', 'resources/list'), /resources/],
    [`Inspector, prompts/list · ${era} · http`, inspect(era, '--method', 'prompts/list'), /prompts/],
  );
}

let passed = 0;
let failed = 0;
let names = null;
try {
  for (const [title, command, expected] of visits.filter(([title]) => title.includes(only))) {
    const { ok, words } = await visit(await filled(command), expected);
    if (ok) passed++; else failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}`);
    if (!ok) console.log(words.trim().split('\n').slice(-15).map((line) => `       ${line}`).join('\n'));
  }
} finally {
  await server.stop();
  upstream.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}
console.log(`clients: ${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** `@listpets` stands for the tool's real name, which is the compiler's business. */
async function filled(command) {
  if (!command.some((word) => word.startsWith('@'))) return command;
  if (!names) {
    const { Client } = await import('../lib/mcp.mjs');
    const client = new Client(server.url);
    await client.open();
    names = new Map((await client.tools()).map((tool) => [tool.name.replaceAll('_', '').toLowerCase(), tool.name]));
  }
  return command.map((word) => (word.startsWith('@') ? names.get(word.slice(1)) ?? word : word));
}

function visit([program, ...args], expected) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, HOME: home, PYTHONPATH: here }, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    let out = '';
    child.stdout.on('data', (part) => { words += part; out += part; });
    child.stderr.on('data', (part) => { words += part; });
    const late = setTimeout(() => { words += '\nmore than 60 s'; child.kill('SIGKILL'); }, 60_000);
    child.once('error', (error) => { clearTimeout(late); resolve({ ok: false, words: String(error) }); });
    child.once('exit', (code) => {
      clearTimeout(late);
      const clean = !args.includes('--strict') || !/"?(warning|error)s?"?\s*:\s*\[\s*\{/i.test(words);
      resolve({ ok: code === 0 && clean && (!expected || expected.test(out)), words: `exit ${code}\n${words}` });
    });
  });
}
