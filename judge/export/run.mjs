// The same behaviour: an exported server and `mcphub run` get the same calls; what they list, send and answer is compared.
// node run.mjs BINARY [--languages python,…] [--tools N] [--check SCRIPT] [--keep DIR] [--fast] [DOCUMENT…]
// SCRIPT is what checks the protocol of a server whose URL it is given, and fails where the server does.

import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { MODES, generate } from '../lib/generate.mjs';
import { Client, serve } from '../lib/mcp.mjs';
import { graphql } from './answers/graphql.mjs';
import { grpc } from './answers/grpc.mjs';
import { ANSWERS } from './answers/http.mjs';
import { soap } from './answers/soap.mjs';
import { service } from './grpc.mjs';
import { upstream } from './http.mjs';
import { LANGUAGES, start } from './languages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals: [binary, ...sources] } = parseArgs({
  allowPositionals: true,
  options: {
    languages: { type: 'string', default: Object.keys(LANGUAGES).join(',') }, tools: { type: 'string', default: '8' },
    check: { type: 'string', default: '' }, keep: { type: 'string', default: '' }, fast: { type: 'boolean', default: false },
  },
});
const cache = join(here, '../../.cache/export');
const documents = sources.length ? sources : [join(here, '../../examples/petstore/openapi.yaml'), ...['yaml', 'graphql', 'wsdl', 'proto'].map((kind) => join(here, `hostile.${kind}`))];
const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'mcphub-export-'));
/** What a language's library keeps to itself, so that no project in it can tell: grpcio hides what came instead of gRPC, and calls unknown statuses UNKNOWN. */
const HIDDEN = { python: { grpc: ['status 17', 'an HTTP error', 'not found'] } };
let passed = 0;
let failed = 0;

function check(name, wrong) {
  if (wrong) {
    failed += 1;
    console.log(`FAIL ${name}: ${typeof wrong === 'string' ? wrong : JSON.stringify(wrong)}`);
  } else passed += 1;
}

/** Where two values differ first. */
function difference(one, other, place = '') {
  if (one === other) return null;
  const list = (value) => value !== null && typeof value === 'object';
  if (!list(one) || !list(other) || Array.isArray(one) !== Array.isArray(other)) return { place, hosted: short(one), exported: short(other) };
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  for (const key of keys) {
    const found = difference(one[key], other[key], `${place}.${key}`);
    if (found) return found;
  }
  return null;
}

function short(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** What is answered, without what each implementation makes up. */
function settled(result) {
  const text = JSON.stringify({ content: result.content, structuredContent: result.structuredContent, isError: result.isError ?? false });
  const made = JSON.parse(text.replace(/mcphub:\/\/answers\/([^/"]+)\/[^"]+/g, 'mcphub://answers/$1/H')
    // How a connection broke is in a library's own words.
    .replace(/broke off: [^;]*;/g, 'broke off;'));
  // In which order a validator finds mistakes is its own affair.
  for (const block of made.content ?? []) {
    if (!block.text?.includes('do not fit its input schema')) continue;
    const [first, ...lines] = block.text.split('\n');
    block.text = [first, ...lines.sort()].join('\n');
  }
  return made;
}

for (const document of documents) {
  const blueprintFile = join(folder, `${basename(document).replace(/\W+/g, '-')}.blueprint.json`);
  mkdirSync(folder, { recursive: true });
  execFileSync(binary, ['compile', document, '-o', blueprintFile], { stdio: ['ignore', 'ignore', 'ignore'] });
  const blueprint = JSON.parse(readFileSync(blueprintFile, 'utf8'));
  for (const name of values.languages.split(',')) {
    // A project that does not build or start has failed, and costs the others nothing.
    await compare(document, blueprintFile, blueprint, name).catch((error) => check(`${basename(document)} in ${name}: is played`, error.message));
  }
}
if (!values.keep) rmSync(folder, { recursive: true, force: true });
console.log(`export: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

async function compare(document, blueprintFile, blueprint, name) {
  const language = LANGUAGES[name];
  const title = `${basename(document)} in ${name}`;
  if (spawnSync('sh', ['-c', `command -v ${language.needs}`]).status !== 0) return console.log(`${title}: left out, there is no ${language.needs}`);
  const project = join(folder, `${basename(blueprintFile, '.blueprint.json')}-${name}`);
  execFileSync(binary, ['export', blueprintFile, '--language', name, '-o', project, '--force'], { stdio: ['ignore', 'ignore', 'inherit'] });
  language.prepare(project, cache);
  if (!values.fast) for (const [what, does] of language.checks(project, cache)) check(`${title}: ${what}`, does());

  const api = blueprint.tools.some((tool) => tool.binding.kind === 'grpc') ? await service() : await upstream();
  const manifest = JSON.parse(readFileSync(join(project, 'manifest.json'), 'utf8'));
  const { auth, environment } = settings(blueprint, manifest, api.url);
  const servers = [];
  try {
    const hosted = await serve(binary, [blueprintFile, '--upstream', api.url, '--allow-private-upstreams', ...auth]);
    servers.push(hosted);
    const exported = await start({ cwd: project, ...language.start(project, cache, manifest.name.replaceAll('-', '_')) }, environment);
    servers.push(exported);
    const clients = [new Client(hosted.url), new Client(exported.url)];
    for (const client of clients) await client.open();
    await behave(title, api, blueprint, clients);
    if (values.check) check(`${title}: conformance`, await conforms(exported.url));
  } finally {
    for (const server of servers) await server.stop();
    api.stop();
  }
}

/** Where the conformance suite is; what is installed stays clean. */
function suite() {
  const modules = join(here, '../node_modules');
  const own = join(folder, 'suite');
  if (!existsSync(join(modules, '.bin/conformance'))) return process.env;
  mkdirSync(own, { recursive: true });
  if (!existsSync(join(own, 'node_modules'))) symlinkSync(modules, join(own, 'node_modules'));
  return { ...process.env, MCP_CONFORMANCE_DIR: own };
}

/** What the protocol's checks say; nothing where they pass. Not waited for in place: the API has to answer meanwhile. */
async function conforms(url) {
  try {
    await promisify(execFile)(resolve(values.check), [url], { env: suite(), maxBuffer: 64 << 20 });
    return null;
  } catch ({ stdout, message }) {
    return (stdout || message).split('\n').filter((line) => !line.startsWith('ok ')).join('\n').slice(0, 1500);
  }
}

/** Secrets and addresses for both. */
function settings(blueprint, manifest, url) {
  const plain = (text) => text.replaceAll('"', "'").replaceAll('`', "'");
  const auth = [];
  const environment = {};
  for (const [variable, { title, sensitive }] of Object.entries(manifest.user_config)) {
    if (!sensitive) { environment[variable.toUpperCase()] = url; continue; }
    const [key, scheme] = Object.entries(blueprint.schemes).find(([key]) => plain(key) === title) ?? [];
    if (!key || ['mutual-tls', 'ws-signature'].includes(scheme.type)) continue;
    const pair = ['basic', 'oauth2', 'ws-security'].includes(scheme.type) || scheme.scheme === 'digest';
    const secret = pair ? 'user-of-the-judge:password-of-the-judge' : `secret-of-${variable}`;
    auth.push('--auth', `${key}=${secret}`);
    environment[variable.toUpperCase()] = secret;
  }
  return { auth, environment };
}

/** What may be answered to a tool's call. */
function answersTo({ binding }, blueprint) {
  switch (binding.kind) {
    case 'graphql': return graphql(binding);
    case 'soap': return soap(binding, blueprint.xml[binding.types]);
    case 'grpc': return grpc(binding, blueprint.types[binding.types]);
    default: return ANSWERS;
  }
}

/** Whether a language's library keeps to itself what would have to be told. */
function kept(title, { binding }, what) {
  return Object.entries(HIDDEN).some(([language, kinds]) => title.endsWith(` in ${language}`) && kinds[binding.kind]?.includes(what));
}

/** The same calls of both. */
async function both(api, clients, tool, args) {
  const seen = [];
  for (const client of clients) {
    api.asked.length = 0;
    let result;
    try {
      result = settled(await client.call(tool, args));
    } catch (error) {
      result = { refused: error.message };
    }
    seen.push({ asked: api.asked.slice(), result });
  }
  return difference(seen[0], seen[1]);
}

async function behave(title, api, blueprint, clients) {
  const [listed, own] = [await clients[0].tools(), await clients[1].tools()];
  check(`${title}: lists the same tools`, difference(listed, own));
  const few = listed.filter((_, at) => at % Math.max(1, Math.ceil(listed.length / Number(values.tools))) === 0);
  for (const tool of few) {
    const binding = blueprint.tools.find((one) => one.name === tool.name);
    const travels = (fields) => new Set((fields ?? []).map((field) => binding.arguments[field.slot]?.name));
    const plain = new Set([...travels(binding.binding.headers), ...travels(binding.binding.cookies)]);
    const filled = travels((binding.binding.target ?? []).map((piece) => piece.value).filter(Boolean));
    api.answer = answersTo(binding, blueprint).object;
    for (const mode of MODES) {
      const args = generate(tool.inputSchema, mode, plain, filled);
      check(`${title}: ${tool.name} ${mode} ${short(args)}`, await both(api, clients, tool.name, args));
    }
    // What the hosted server heals (an object for a text, a text for a list) exported ones refuse: what neither takes is compared.
    const strict = Object.entries(tool.inputSchema.properties ?? {}).filter(([, { type, enum: values }]) => values || ['integer', 'number', 'boolean'].includes(type));
    const wrong = { 'no such argument': 1, ...Object.fromEntries(strict.map(([key]) => [key, 'no such value'])) };
    for (const args of [{}, wrong]) check(`${title}: ${tool.name} refuses ${short(args)}`, await both(api, clients, tool.name, args));
  }
  // What is answered depends on the tool's output and on whether it may be repeated: each such kind once.
  const kinds = new Map(few.map((tool) => [`${Boolean(tool.outputSchema)} ${JSON.stringify(tool.outputSchema?.required ?? [])} ${tool.annotations.idempotentHint}`, tool]));
  const compiled = new Map(blueprint.tools.map((tool) => [tool.name, tool]));
  for (const tool of [...kinds.values()].slice(0, 6)) {
    const args = generate(tool.inputSchema, 'minimal');
    for (const [what, answer] of Object.entries(answersTo(compiled.get(tool.name), blueprint))) {
      if (kept(title, compiled.get(tool.name), what)) continue;
      api.answer = answer;
      check(`${title}: ${tool.name} answered ${what}`, await both(api, clients, tool.name, args));
    }
  }
  check(`${title}: unknown tools`, await both(api, clients, `${listed[0].name}x`, {}));
}
