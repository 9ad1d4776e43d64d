// One document: serve it, call a sample of its tools, have every request judged. Answers over IPC.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { MODES, generate } from '../lib/generate.mjs';
import { Client, serve } from '../lib/mcp.mjs';
import { judge, listen, operations } from './upstream.mjs';

const run = promisify(execFile);
const limit = (promise, ms, what) => Promise.race([
  promise, new Promise((_, reject) => { setTimeout(() => reject(new Error(`${what}: more than ${ms} ms`)), ms).unref(); }),
]);

process.on('message', async ({ binary, file, path, tools, prism }) => {
  const began = Date.now();
  let result;
  try {
    result = await document(binary, path, tools, prism);
  } catch (error) {
    result = { error: String(error.message ?? error).slice(0, 600), calls: [] };
  }
  process.send({ file, millis: Date.now() - began, ...result });
});

async function document(binary, path, wanted, withPrism) {
  const scratch = await mkdtemp(join(tmpdir(), 'mcphub-wire-'));
  const upstream = await listen();
  let server = null;
  try {
    let blueprint;
    try {
      await run(binary, ['compile', path, '-o', join(scratch, 'blueprint.json')], { maxBuffer: 1 << 26, timeout: 60_000 });
      blueprint = JSON.parse(await readFile(join(scratch, 'blueprint.json'), 'utf8'));
    } catch (error) {
      return { unusable: String(error.stderr || error.message).split('\n').slice(0, 3).join(' '), calls: [] };
    }
    let ops = null;
    let prism = '';
    try {
      ops = withPrism ? await limit(operations(path), 90_000, 'Prism') : null;
      if (ops && !ops.length) prism = 'Prism finds no operation';
    } catch (error) {
      prism = String(error.message ?? error).slice(0, 300);
    }
    // Upstreams here are plain HTTP, where there is no certificate to show.
    const schemes = Object.entries(blueprint.schemes ?? {}).filter(([, scheme]) => scheme.type !== 'mutual-tls');
    const auth = schemes.flatMap(([name, scheme]) => ['--auth', `${name}=${secret(scheme)}`]);
    server = await serve(binary, [path, '--upstream', upstream.url, '--allow-private-upstreams', ...auth]);
    const client = new Client(server.url);
    await client.open();
    const listed = await client.tools();
    const calls = [];
    for (const tool of spread(listed, wanted)) {
      const made = blueprint.tools.find((one) => one.name === tool.name);
      calls.push(...await callTool(client, tool, made, upstream, ops));
    }
    return { tools: listed.length, prism, calls };
  } finally {
    await server?.stop();
    upstream.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** At most `wanted`, evenly over the list, so that the same document always gives the same. */
function spread(list, wanted) {
  if (list.length <= wanted) return list;
  return Array.from({ length: wanted }, (_, i) => list[Math.floor((i * list.length) / wanted)]);
}

function secret(scheme) {
  if (scheme.type === 'aws-sigv4') return 'AKIDEXAMPLE:dummy-secret';
  return scheme.type === 'basic' || (scheme.type === 'http' && /basic/i.test(scheme.scheme ?? '')) ? 'user:password' : 'dummy-token';
}

async function callTool(client, tool, made, upstream, ops) {
  const schema = tool.inputSchema;
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats(ajv);
  let valid;
  try { valid = ajv.compile(schema); } catch (error) {
    return [{ tool: tool.name, operation: made?.origin.operation, verdict: 'bad-schema', words: [{ message: String(error.message).slice(0, 300) }] }];
  }
  const seen = new Set();
  const calls = [];
  for (const mode of MODES) {
    const args = generate(schema, mode, plainNames(made), pathNames(made));
    const key = JSON.stringify(args);
    if (seen.has(key)) continue;
    seen.add(key);
    const call = { tool: tool.name, operation: made?.origin.operation, place: made?.origin.place, mode, arguments: args };
    calls.push(call);
    if (!valid(args)) {
      Object.assign(call, { verdict: 'ungenerated', words: valid.errors?.slice(0, 2) });
      continue;
    }
    upstream.last();
    let answer;
    try { answer = await client.call(tool.name, args); } catch (error) {
      Object.assign(call, { verdict: 'refused', words: [{ message: String(error.message).slice(0, 500) }] });
      continue;
    }
    const [request] = upstream.last();
    if (!request) {
      Object.assign(call, { verdict: 'refused', words: [{ message: JSON.stringify(answer.content ?? answer).slice(0, 600) }] });
      continue;
    }
    call.request = shown(request);
    if (!ops?.length) {
      call.verdict = 'unjudged';
      continue;
    }
    let said;
    try { said = judge(ops, request, call.operation); } catch (error) {
      Object.assign(call, { verdict: 'unjudged', words: [{ message: `Prism threw: ${String(error.message).slice(0, 300)}` }] });
      continue;
    }
    call.matched = said.matched;
    call.verdict = said.ok ? 'valid' : 'invalid';
    if (!said.ok) call.words = said.words.slice(0, 6);
  }
  return calls;
}

/** Arguments that become headers or cookies. */
function plainNames(made) {
  const http = made?.binding ?? {};
  const fields = [...(http.headers ?? []), ...(http.cookies ?? [])];
  return new Set(fields.map((field) => made.arguments[field.slot]?.name));
}

/** Arguments that become a part of the path. */
function pathNames(made) {
  const fields = (made?.binding?.target ?? []).map((piece) => piece.value).filter(Boolean);
  return new Set(fields.map((field) => made.arguments[field.slot]?.name));
}

function shown(request) {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'connection'].includes(name)));
  return { method: request.method, url: request.url, headers, body: request.body.toString('latin1').slice(0, 4000), body_base64: request.body.toString('base64').slice(0, 200_000) };
}
