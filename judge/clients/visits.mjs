// The visits that real clients pay to a server of the petstore, in both eras, and what became of one.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client } from '../lib/mcp.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const inspector = join(here, '../node_modules/.bin/mcp-inspector');
const MODERN = '2026-07-28';
/** Seconds that a visit may take. */
const PATIENCE = 60;

/** Title, command and what has to be in its output, of each visit. `transports`: what the clients' scripts are told, `[['http', url], ['stdio', …]]`. */
export function visits({ pythonOne, pythonTwo, transports }) {
  const all = transports.flatMap((args) => sdks({ pythonOne, pythonTwo, args }));
  const url = transports.find(([how]) => how === 'http')?.[1];
  if (!url) return all;
  for (const era of ['legacy', 'modern']) {
    all.push(
      [`Inspector --strict, tools/list · ${era} · http`, inspect(url, era, '--method', 'tools/list', '--strict'), /Petstore|pets/i],
      [`Inspector, tools/call · ${era} · http`, inspect(url, era, '--method', 'tools/call', '--tool-name', '@listpets', '--tool-args-json', '{"search":"marma"}'), /Marmaduke/],
      [`Inspector, resources/list · ${era} · http`, inspect(url, era, '--method', 'resources/list'), /resources/],
      [`Inspector, prompts/list · ${era} · http`, inspect(url, era, '--method', 'prompts/list'), /prompts/],
    );
  }
  return all;
}

/** The visits that are paid to the hub's own server, each with what its environment says: whether there is a user, and what they do when they are asked. */
export function hubVisits({ pythonOne, pythonTwo, url }) {
  const all = [];
  for (const user of ['accept', 'decline', undefined]) {
    for (const [title, command] of sdks({ pythonOne, pythonTwo, args: ['http', url] })) {
      const env = { MCP_VISIT: 'hub', ...(user ? { MCP_USER: user } : {}) };
      all.push([`${title} · ${user ? `a user who would ${user}` : 'no user'}`, command, undefined, env]);
    }
  }
  for (const era of ['legacy', 'modern']) {
    all.push(
      [`Inspector --strict, tools/list · ${era} · http`, inspect(url, era, '--method', 'tools/list', '--strict'), /register_api/],
      [`Inspector, tools/call · ${era} · http`, inspect(url, era, '--method', 'tools/call', '--tool-name', 'list_apis'), /items/],
    );
  }
  return all;
}

function inspect(url, era, ...args) {
  return [inspector, '--cli', url, '--transport', 'http', '--protocol-era', era, '--format', 'json', ...args];
}

/** Title and command of each official SDK's visit, and of FastMCP's. */
function sdks({ pythonOne, pythonTwo, args }) {
  const script = (name) => join(here, name);
  const node = (name, ...more) => [process.execPath, script(name), ...more];
  return [
    [`TypeScript SDK 1 · legacy · ${args[0]}`, node('typescript_v1.mjs', ...args)],
    [`TypeScript SDK 2 · legacy · ${args[0]}`, node('typescript_v2.mjs', 'legacy', ...args)],
    [`TypeScript SDK 2 · modern · ${args[0]}`, node('typescript_v2.mjs', 'modern', ...args)],
    [`Python SDK 1 · legacy · ${args[0]}`, [pythonOne, script('python_v1.py'), ...args]],
    [`Python SDK 2 · legacy · ${args[0]}`, [pythonTwo, script('python_v2.py'), 'legacy', ...args]],
    [`Python SDK 2 · auto · ${args[0]}`, [pythonTwo, script('python_v2.py'), 'auto', ...args]],
    [`Python SDK 2 · modern · ${args[0]}`, [pythonTwo, script('python_v2.py'), MODERN, ...args]],
    [`FastMCP · legacy · ${args[0]}`, [pythonTwo, script('fastmcp_client.py'), 'legacy', ...args]],
    [`FastMCP · modern · ${args[0]}`, [pythonTwo, script('fastmcp_client.py'), MODERN, ...args]],
  ];
}

/** Who pays the visits: with a home of its own, where clients leave what they remember. */
export class Visitor {
  /** `url`: where names of tools are asked for, with `bearer` where a key is needed. */
  constructor(url, bearer) {
    this.home = mkdtempSync(join(tmpdir(), 'mcphub-clients-'));
    this.url = url;
    this.bearer = bearer;
  }

  end() {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Runs a command, as whoever has `bearer`, with more in its environment; whether it came to what it should, its exit code and its words. */
  async visit(command, expected, bearer = this.bearer, more = {}) {
    const words = await this.filled(command);
    // The Inspector is told in its own way.
    const [program, ...args] = command[0] === inspector && bearer ? [...words, '--header', `Authorization: Bearer ${bearer}`] : words;
    const env = { ...process.env, HOME: this.home, PYTHONPATH: here, ...(bearer ? { MCP_BEARER: bearer } : {}), ...more };
    return run(program, args, env, expected);
  }

  /** `@listpets` stands for the tool's real name, which is the compiler's business. */
  async filled(command) {
    if (!command.some((word) => word.startsWith('@'))) return command;
    if (!this.names) {
      const client = new Client(this.url);
      if (this.bearer) client.headers.authorization = `Bearer ${this.bearer}`;
      await client.open();
      this.names = new Map((await client.tools()).map((tool) => [tool.name.replaceAll('_', '').toLowerCase(), tool.name]));
    }
    return command.map((word) => (word.startsWith('@') ? this.names.get(word.slice(1)) ?? word : word));
  }
}

function run(program, args, env, expected) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    let out = '';
    child.stdout.on('data', (part) => { words += part; out += part; });
    child.stderr.on('data', (part) => { words += part; });
    const late = setTimeout(() => { words += `\nmore than ${PATIENCE} s`; child.kill('SIGKILL'); }, PATIENCE * 1000);
    child.once('error', (error) => { clearTimeout(late); resolve({ ok: false, words: String(error) }); });
    child.once('exit', (code) => {
      clearTimeout(late);
      const clean = !args.includes('--strict') || !/"?(warning|error)s?"?\s*:\s*\[\s*\{/i.test(words);
      resolve({ ok: code === 0 && clean && (!expected || expected.test(out)), code, words: `exit ${code}\n${words}` });
    });
  });
}
