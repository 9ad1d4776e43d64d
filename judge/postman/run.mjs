// Postman collections: what a tool sends is what Postman's own runtime (newman) sends for the same saved request.
//
//   node run.mjs BINARY CORPUS [--limit DOCUMENTS] [--tools PER_DOCUMENT] [--only PART] [--out FILE]
//
// The collections are made from the corpus' OpenAPI documents by Postman's own converter; the
// compiler's own test cases are written by hand.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Client, serve } from '../lib/mcp.mjs';
import { collection } from './collection.mjs';
import { argumentsOf } from './arguments.mjs';
import { differences } from './compare.mjs';
import { documents } from './documents.mjs';
import { listen } from './upstream.mjs';

const require = createRequire(import.meta.url);
const newman = require('newman');
const exec = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

const [binary, corpus, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => { const at = rest.indexOf(`--${name}`); return at < 0 ? otherwise : rest[at + 1]; };
const wantedDocuments = Number(option('limit', 40));
const wantedTools = Number(option('tools', 12));
const only = option('only', '');

let passed = 0, failed = 0, unusable = 0, unjudged = 0;
const failures = [];
const rows = [];
for (const source of await sources()) {
  const name = source.kind === 'openapi' ? basename(source.path) : `case ${basename(dirname(source.path))}`;
  const made = await collection(source);
  if (made.error) { rows.push([name, 'not converted', made.error]); continue; }
  let result;
  try {
    result = await judge(made);
  } catch (error) {
    result = { ok: 0, bad: 1, note: String(error.message ?? error).split('\n')[0].slice(0, 100), wrong: [] };
    unusable += 1;
  }
  passed += result.ok; failed += result.bad;
  failures.push(...result.wrong.map((one) => ({ name, ...one })));
  rows.push([name, `${result.ok}/${result.ok + result.bad}`, result.note ?? '']);
}
const width = Math.min(60, Math.max(...rows.map(([name]) => name.length)));
for (const [name, figure, note] of rows) console.log(`${name.slice(0, 60).padEnd(width)}  ${figure.padStart(14)}  ${note}`);
for (const one of failures.slice(0, 25)) console.log(`\n${one.name} · ${one.item}\n  ${one.words.join('\n  ')}`);
if (option('out')) await writeFile(option('out'), JSON.stringify(failures, null, 1));
const used = rows.filter(([, figure]) => figure !== 'not converted').length;
console.log(`\n${used} collections, ${unusable} of them unusable; ${unjudged} requests that newman itself could not make`);
console.log(`postman: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** Hand-written collections, and documents of the corpus evenly spread over those of a moderate size. */
async function sources() {
  const cases = join(here, '../../crates/hub-compiler/tests/cases/postman');
  const own = (await readdir(cases)).filter((name) => !/hostile|refused|placeholder|dynamic|wrapped|signs/.test(name)).sort();
  const list = own.map((name) => ({ path: join(cases, name, 'postman.json'), kind: 'collection' }));
  return [...list.filter((one) => one.path.includes(only)), ...await documents(corpus, wantedDocuments, only)];
}

async function judge({ data, values, secrets }) {
  const scratch = await mkdtemp(join(tmpdir(), 'mcphub-postman-'));
  const upstream = await listen();
  let server = null;
  try {
    const path = join(scratch, 'collection.json');
    await writeFile(path, JSON.stringify(data));
    await exec(binary, ['compile', path, '-o', join(scratch, 'blueprint.json')], { maxBuffer: 1 << 26, timeout: 60_000 });
    const text = await readFile(join(scratch, 'blueprint.json'), 'utf8');
    const blueprint = JSON.parse(text);
    const wrong = [];
    for (const secret of secrets) {
      if (text.includes(secret)) wrong.push({ item: 'blueprint', words: [`holds the secret ${secret}`] });
    }
    const chosen = spread(blueprint.tools, wantedTools).map((tool) => ({ tool, item: at(data, tool.origin.place) }));
    const file = join(scratch, 'file.txt');
    await writeFile(file, 'bytes of a file');
    const sent = await byNewman(data, chosen.map(({ item }) => item), values, upstream, file);
    const auth = Object.entries(blueprint.schemes ?? {}).flatMap(([name, scheme]) => ['--auth', `${name}=${secretOf(name, scheme, values)}`]);
    const base = basePath(values);
    server = await serve(binary, [path, '--upstream', `${upstream.url}${base}`, '--allow-private-upstreams', ...auth]);
    const client = new Client(server.url);
    await client.open();
    let ok = 0;
    for (const [position, { tool, item }] of chosen.entries()) {
      const expected = sent[position];
      const args = argumentsOf(tool, item, values);
      // Newman refuses some requests, and leaves path variables with dots in their names as they are; some paths have variables
      // that are ours alone: `{id}`, and secrets.
      if (!expected || /\/:/.test(expected.url) || !complete(tool, args)) { unjudged += 1; continue; }
      upstream.last();
      let words;
      try {
        const answer = await client.call(tool.name, args);
        const [request] = upstream.last();
        words = request ? differences(expected, request, credentials(tool, blueprint)) : [JSON.stringify(answer).slice(0, 300)];
      } catch (error) {
        words = [String(error.message).slice(0, 400)];
      }
      if (words.length) wrong.push({ item: `${item.name} (${tool.name})`, words, args, expected: expected.url });
      else ok += 1;
    }
    return { ok, bad: wrong.length, wrong };
  } finally {
    await server?.stop();
    upstream.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Whether the collection has a value for every part of the path. */
function complete(tool, args) {
  return tool.binding.target.every((piece) => !piece.value || piece.value.absent || tool.arguments[piece.value.slot].name in args);
}

/** Names of headers and parameters that carry a secret: the tool has another one than the collection had. */
function credentials(tool, blueprint) {
  const schemes = (tool.binding.security ?? []).flat().map(({ scheme }) => blueprint.schemes[scheme]);
  return new Set(schemes.flatMap((scheme) => (scheme.type === 'api-key' ? [scheme.name.toLowerCase()] : ['authorization'])));
}

function basePath({ baseUrl = '' }) {
  return baseUrl.includes('://') ? new URL(baseUrl).pathname.replace(/\/$/, '') : '';
}

/** The value at a JSON pointer fragment. */
function at(data, place) {
  return place.slice(2).split('/').reduce((here, key) => here[key], data);
}

function spread(list, wanted) {
  if (list.length <= wanted) return list;
  return Array.from({ length: wanted }, (_, i) => list[Math.floor((i * list.length) / wanted)]);
}

function secretOf(name, scheme, values) {
  if (scheme.type === 'basic') return values.__basic ?? 'user:password';
  if (scheme.type === 'aws-sigv4') return 'AKIDEXAMPLE:secret-value';
  return values[name] ?? 'secret-value';
}

/** With an OAuth token where the collection leaves it to the user to get one, and with files that are there. */
function prepared(value, file, upstream) {
  if (Array.isArray(value)) return value.map((one) => prepared(one, file, upstream));
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, prepared(inner, file, upstream)]));
  if (copy.type === 'oauth2' && Array.isArray(copy.oauth2) && !copy.oauth2.some((one) => one.key === 'accessToken' && one.value)) {
    copy.oauth2 = [...copy.oauth2.filter((one) => one.key !== 'accessToken'), { key: 'accessToken', value: 'secret-value' }];
  }
  if (copy.type === 'file' && 'key' in copy) copy.src = file;
  for (const key of ['url', 'request']) {
    if (typeof copy[key] === 'string') copy[key] = copy[key].replace(/^(https?:\/\/)?(?!\{\{baseUrl)[^/?]+/, upstream.url);
  }
  if (typeof copy.host === 'string') Object.assign(copy, { protocol: 'http', host: ['127', '0', '0', '1'], port: new URL(upstream.url).port });
  // Nothing leaves this machine: mcphub's calls all go to the loopback server too.
  if (Array.isArray(copy.host) && !String(copy.host[0]).includes('{{')) {
    Object.assign(copy, { protocol: 'http', host: ['127', '0', '0', '1'], port: new URL(upstream.url).port });
  }
  if (copy.mode === 'file') copy.file = { src: file };
  return copy;
}

/** What newman sends for each of the items, run in the place where they stand so that they inherit what they inherit. */
async function byNewman(data, items, values, upstream, file) {
  const positions = new Map(items.map((item, position) => [item, position]));
  const keep = (list) => list.flatMap((item) => {
    if (positions.has(item)) return [{ ...item, id: `wanted-${positions.get(item)}` }];
    if (Array.isArray(item.item)) { const inner = keep(item.item); return inner.length ? [{ ...item, item: inner }] : []; }
    return [];
  });
  const reduced = prepared({ ...data, item: keep(data.item) }, file, upstream);
  const base = basePath(values);
  const variables = { ...values, baseUrl: `${upstream.url}${base}` };
  const sent = [];
  upstream.last();
  await new Promise((resolve, reject) => {
    const run = newman.run({
      collection: reduced, envVar: Object.entries(variables).map(([key, value]) => ({ key, value: String(value) })),
      reporters: [], insecureFileRead: true, timeoutRequest: 10_000, ignoreRedirects: true, suppressExitCode: true,
    }, (error) => (error ? reject(error) : resolve()));
    run.on('request', (error, details) => {
      const position = Number(/wanted-(\d+)/.exec(details.item.id)?.[1]);
      [sent[position]] = upstream.last();
    });
  });
  return sent;
}
