// `make demo`: a hub with everything on its defaults, the petstore beside this file registered, deployed and called once. demo.mjs BINARY [--exit]

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [binary, ...flags] = process.argv.slice(2);
const KEY = 'demo-key';
const EMAIL = 'admin@example.com';
const PASSWORD = randomBytes(12).toString('base64url');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-demo-'));
const children = [];

/** Starts a program and waits for a line that matches; what the pattern found in it. */
function start(title, program, args, pattern, cwd) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PETSTORE_KEY: KEY } });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        said += `${line}\n`;
        const found = pattern.exec(line);
        if (found) resolve(found[1] ?? found[0]);
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

async function send(url, method, token, body, headers = {}) {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(url, {
    method, headers: { 'content-type': 'application/json', ...authorization, ...headers }, body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

/** A tool's answer, through the hosted MCP server. */
async function call(url, key, id, method, params, version) {
  const headers = { accept: 'application/json, text/event-stream', ...(version ? { 'mcp-protocol-version': version } : {}) };
  const { result, error } = await send(url, 'POST', key, { jsonrpc: '2.0', id, method, params }, headers);
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
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
try {
  const upstream = await start('the example API', process.execPath, [join(here, 'petstore/server.mjs'), '0'], /http:\/\/[^\s"]+/);
  console.log(`example API       ${upstream}`);
  const serve = ['serve', '--listen', `127.0.0.1:${await port()}`, '--allow-private-upstreams'];
  const link = await start('the hub', join(process.cwd(), binary), serve, /first administrator: (\S+)/, folder);
  const hub = new URL(link).origin;
  const token = /token=([^&]+)/.exec(link)[1];
  console.log(`console           ${hub} (its API is described at ${hub}/api/docs)`);

  const begun = performance.now();
  const api = `${hub}/api/v1`;
  await send(`${api}/setup`, 'POST', undefined, { token, email: EMAIL, name: 'Admin', password: PASSWORD });
  const { access_token: admin } = await send(`${api}/sessions`, 'POST', undefined, { email: EMAIL, password: PASSWORD });
  const made = await send(`${api}/organisations`, 'POST', admin, { name: 'Demo', slug: 'demo' });
  const demo = `${api}/organisations/${made.id}`;
  const source = { type: 'text', text: readFileSync(join(here, 'petstore/openapi.yaml'), 'utf8') };
  const registered = await send(`${demo}/apis`, 'POST', admin, { name: 'Petstore', source, settings: { upstream } });
  const job = await send(`${demo}/jobs/${registered.job}?wait=30`, 'GET', admin);
  if (job.state !== 'succeeded') throw new Error(`the API was not registered: ${job.error}`);
  await send(`${demo}/apis/${registered.id}/credentials/api_key`, 'PUT', admin, { value: KEY });
  const server = await send(`${demo}/servers`, 'POST', admin, { name: 'Petstore', design: { sources: [{ api: registered.id }] } });
  await send(`${demo}/servers/${server.id}/versions`, 'POST', admin, {});
  await send(`${demo}/servers/${server.id}/deployment`, 'PUT', admin, {});
  await send(`${demo}/servers/${server.id}/deployment?wait=30`, 'GET', admin);
  const { key } = await send(`${demo}/api-keys`, 'POST', admin, { name: 'demo', scopes: ['servers:call'], reach: { servers: [server.id] } });
  console.log(`MCP endpoint      ${server.url}`);

  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'demo', version: '1' } };
  const opened = await call(server.url, key, 1, 'initialize', hello);
  const { tools } = await call(server.url, key, 2, 'tools/list', {}, opened.protocolVersion);
  console.log(`tools             ${tools.map((tool) => tool.name).join(', ')}`);
  const tool = tools.find((one) => /list.*pets/i.test(one.name));
  const answer = await call(server.url, key, 3, 'tools/call', { name: tool.name, arguments: { kind: ['dog', 'cat'] } }, opened.protocolVersion);
  if (answer.isError) throw new Error(JSON.stringify(answer));
  const took = ((performance.now() - begun) / 1000).toFixed(2);
  console.log(`\ntools/call ${tool.name} {"kind": ["dog", "cat"]}\n${JSON.stringify(answer.structuredContent ?? answer.content, null, 2)}`);
  console.log(`
From the first sign-in to this answer: ${took} s

Sign in           ${hub}  ${EMAIL}  ${PASSWORD}
                  mcphub login ${hub}
Connect a client:
  Claude Code     claude mcp add --transport http petstore ${server.url} --header 'Authorization: Bearer ${key}'
  Cursor          .cursor/mcp.json    ${JSON.stringify({ mcpServers: { petstore: { url: server.url, headers: { Authorization: `Bearer ${key}` } } } })}
`);
  if (flags.includes('--exit')) await stop(0);
  console.log('Press Ctrl-C to stop.');
} catch (error) {
  console.error(String(error.message ?? error));
  await stop(1);
}
