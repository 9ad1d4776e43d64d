// Registers real documents through the REST API, several clients at a time, and compares what came of them with what the compiler itself
// makes of the same files. node corpus.mjs BINARY CORPUS [--documents 200] [--clients 8] [--keep]

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { read } from './lib/arguments.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Rest } from './lib/rest.mjs';
import { Steps, expect } from './lib/steps.mjs';

const { options, rest: [binary, corpus] } = read(['keep']);
const clients = Number(options.clients ?? 8);
const wanted = Number(options.documents ?? 200);
const steps = new Steps('hub corpus');

if (corpus && existsSync(join(corpus, 'index.json'))) await run();
else console.log(`skip hub corpus: there is no ${corpus ?? 'corpus'}`);
steps.end();

/** Documents of one file, the same number of each kind as far as there are any, in an order that is always the same. */
function chosen() {
  const all = JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'));
  const single = all.filter((one) => !one.files && !(one.imports?.length > 0) && !(one.remote_imports?.length > 0));
  const kinds = Object.values(grouped(single));
  const list = [];
  for (let round = 0; list.length < wanted && kinds.some((kind) => kind.length > round); round += 1) {
    for (const kind of kinds) if (kind[round] && list.length < wanted) list.push(kind[round]);
  }
  return list.map((one) => ({ kind: one.kind, file: one.file, path: resolve(corpus, one.file) }));
}

function grouped(list) {
  const groups = {};
  for (const one of list) (groups[one.kind] ??= []).push(one);
  return groups;
}

/** So many at a time. */
async function inParallel(list, many, body) {
  const left = [...list];
  await Promise.all(Array.from({ length: many }, async () => {
    for (let one = left.shift(); one; one = left.shift()) await body(one);
  }));
}

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'mcphub-corpus-'));
  const { postgres } = services();
  const database = options.database === 'postgres' ? new Postgres(postgres) : new Sqlite(folder);
  const hub = new Hub({ binary: resolve(binary), folder, database, settings: { MCPHUB__JOBS__COMPILE_SECONDS: '120' } });
  try {
    await database.create();
    await hub.add('one', ['api', 'generator']);
    const documents = chosen();
    const { ada, o, org } = await prepare(hub);
    const began = Date.now();
    await inParallel(documents, clients, (one) => register(one, ada, o, org));
    const seconds = (Date.now() - began) / 1000;
    await inParallel(documents, 2, (one) => compile(one, folder));
    await judge(documents, seconds);
  } finally {
    await hub.kill();
    await database.drop();
    if (options.keep) console.log(`logs and database are in ${folder}`);
    else rmSync(folder, { recursive: true });
  }
}

async function prepare(hub) {
  const rest = new Rest([hub.apis[0].url]);
  const admin = { email: 'ada@example.com', password: 'wPz7!kestrel-Orchid-19' };
  await rest.post('/setup', { token: hub.setupToken, name: 'Ada', ...admin });
  const ada = rest.as((await rest.post('/sessions', admin)).access_token);
  const { id } = await ada.post('/organisations', { name: 'Corpus', slug: 'corpus' });
  return { ada, o: `/organisations/${id}`, org: id };
}

/** From the upload's first byte to the revision. */
async function register(one, ada, o, org) {
  const began = performance.now();
  try {
    const form = new FormData();
    form.append('file', new Blob([readFileSync(one.path)]), basename(one.path));
    const encoded = new Request('http://x', { method: 'POST', body: form });
    const upload = await ada.ask('POST', `${o}/uploads`, { bytes: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get('content-type') });
    const made = await ada.post(`${o}/apis`, { name: one.file.slice(-100), source: { type: 'upload', upload: upload.id }, settings: { probe_every: null } });
    const ended = await ada.ended(org, made.job, 300);
    one.millis = performance.now() - began;
    one.state = ended.state;
    one.error = ended.error;
    one.revision = (await ada.get(`${o}/apis/${made.id}/revisions?limit=1`)).items[0];
  } catch (error) {
    one.error = error.message;
  }
}

/** What the command line makes of it. */
async function compile(one, folder) {
  const [blueprint, report] = ['blueprint', 'report'].map((what) => join(folder, `${one.file.replaceAll('/', '_')}.${what}.json`));
  const words = ['compile', one.path, '-o', blueprint, '--report', report];
  const ended = await promisify(execFile)(resolve(binary), words, { maxBuffer: 1 << 28 }).catch((error) => error);
  const said = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  one.own = { isUsable: ended.code === undefined, operations: said?.operations ?? 0, tools: said?.tools ?? 0, digest: existsSync(blueprint) ? JSON.parse(readFileSync(blueprint, 'utf8')).digest : '' };
  for (const file of [blueprint, report]) rmSync(file, { force: true });
}

async function judge(documents, seconds) {
  const usable = documents.filter((one) => one.state === 'succeeded');
  for (const [kind, list] of Object.entries(grouped(documents))) {
    const tools = list.reduce((all, one) => all + (one.revision?.tools ?? 0), 0);
    console.log(`     ${kind}: ${list.length} documents, ${list.filter((one) => one.state === 'succeeded').length} usable, ${tools} tools`);
  }
  const times = documents.map((one) => one.millis ?? Infinity).sort((a, b) => a - b);
  const at = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))]);
  console.log(`     ${documents.length} documents with ${clients} clients in ${seconds.toFixed(1)} s, ${usable.length} usable; registration to revision: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  for (const one of documents) {
    await steps.step(one.file, () => {
      const { own, revision } = one;
      expect(['succeeded', 'failed'].includes(one.state), 'its job did not end', one.error);
      expect((one.state === 'succeeded') === own.isUsable, 'usable for one only', [one.state, one.error, own]);
      expect((revision?.tools ?? 0) === own.tools && (revision?.operations ?? 0) === own.operations, 'other figures', [revision?.operations, revision?.tools, own]);
      expect(!own.isUsable || revision.blueprint_digest === own.digest, 'another blueprint', [revision?.blueprint_digest, own.digest]);
    });
  }
}
