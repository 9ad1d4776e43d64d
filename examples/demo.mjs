// `make demo`: the petstore beside this file, served by mcphub, called once for real. demo.mjs BINARY [--exit]

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [binary, ...flags] = process.argv.slice(2);
const KEY = 'demo-key';
const children = [];

/** Starts a program and waits for the line that says where it is. */
function start(title, program, args, stream) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PETSTORE_KEY: KEY } });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        said += `${line}\n`;
        const found = /http:\/\/[^\s"]+/.exec(line);
        if (output === child[stream] && found) resolve(found[0]);
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${title} ended with ${code}:\n${said}`)));
  });
}

/** The usual port, or any where something else has it. */
function port() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(8080, '127.0.0.1', () => probe.close(() => resolve(8080)));
  });
}

async function ask(url, id, method, params, version) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (version) headers['mcp-protocol-version'] = version;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

async function stop(code) {
  await Promise.all(children.map((child) => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGTERM');
  })));
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
try {
  const api = await start('the example API', process.execPath, [join(here, 'petstore/server.mjs'), '0'], 'stdout');
  console.log(`example API       ${api}`);
  const url = await start('mcphub', binary, [
    'run', join(here, 'petstore/openapi.yaml'), '--listen', `127.0.0.1:${await port()}`, '--upstream', api, '--allow-private-upstreams', '--auth', `api_key=${KEY}`,
  ], 'stderr');
  console.log(`MCP endpoint      ${url}`);

  const opened = await ask(url, 1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'demo', version: '1' } });
  const { tools } = await ask(url, 2, 'tools/list', {}, opened.protocolVersion);
  console.log(`tools             ${tools.map((tool) => tool.name).join(', ')}`);
  const tool = tools.find((one) => /list.*pets/i.test(one.name));
  const answer = await ask(url, 3, 'tools/call', { name: tool.name, arguments: { kind: ['dog', 'cat'] } }, opened.protocolVersion);
  if (answer.isError) throw new Error(JSON.stringify(answer));
  console.log(`\ntools/call ${tool.name} {"kind": ["dog", "cat"]}\n${JSON.stringify(answer.structuredContent ?? answer.content, null, 2)}`);

  console.log(`
Connect a client:
  Claude Code   claude mcp add --transport http petstore ${url}
  Cursor        .cursor/mcp.json    ${JSON.stringify({ mcpServers: { petstore: { url } } })}
  VS Code       .vscode/mcp.json    ${JSON.stringify({ servers: { petstore: { type: 'http', url } } })}
  Codex         codex mcp add petstore --url ${url}
`);
  if (flags.includes('--exit')) await stop(0);
  console.log('Press Ctrl-C to stop.');
} catch (error) {
  console.error(String(error.message ?? error));
  await stop(1);
}
