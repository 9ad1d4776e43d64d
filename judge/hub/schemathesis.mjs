// Schemathesis asks a running hub whatever its own OpenAPI document allows, and much that it does not: by nobody, by an owner who is
// also the hub's administrator, and by an API key. No answer may be other than the document says; and every endpoint has to have
// succeeded. node schemathesis.mjs BINARY [--python PYTHON] [--examples 20] [--seed 1] [--phases …] [--only anonymous,owner,key]
// [--database sqlite|postgres] [--operation ID] [--deterministic] [--keep]

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isThere, registry } from '../images/registry.mjs';
import { read } from './lib/arguments.mjs';
import { Postgres, Sqlite, services } from './lib/database.mjs';
import { Hub } from './lib/hub.mjs';
import { Rest } from './lib/rest.mjs';
import { headOfRuntime } from './lib/runtime.mjs';
import { Steps, expect } from './lib/steps.mjs';
import { Upstream } from './lib/upstream.mjs';
import { prepare } from './thesis/world.mjs';

const { options, rest: [binary] } = read(['keep', 'deterministic']);
const python = resolve(options.python ?? new URL('../../.cache/python/bin/python', import.meta.url).pathname);
const HERE = new URL('./thesis/', import.meta.url).pathname;
const PASSES = (options.only ?? 'anonymous,owner,key').split(',');
/** Endpoints that do not succeed here, each with the reason. */
const NEVER = {
  setup: 'works once, when the judge sets the hub up',
  ...(isThere() ? {} : { listRegistryTags: 'there is no docker-registry', deleteRegistryTag: 'there is no docker-registry' }),
};
const SETTINGS = {
  MCPHUB__ACCOUNTS__SIGN_UP: 'open',
  MCPHUB__ACCOUNTS__ACCESS_MINUTES: '60',
  MCPHUB__QUOTAS__APIS: '1000000',
  MCPHUB__LISTEN__DRAIN_SECONDS: '1',
  MCPHUB__TELEMETRY__LEVEL: 'warn',
};

const steps = new Steps('schemathesis');
const folder = mkdtempSync(join(tmpdir(), 'mcphub-schemathesis-'));
const upstream = await Upstream.start();
const answers = {};
let document;
try {
  for (const pass of PASSES) await judge(pass);
} finally {
  await upstream.stop();
  if (options.keep || steps.failed > 0) console.log(`reports and logs are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
if (document) {
  table(operations(document));
  if (!options.operation && PASSES.includes('owner')) await succeeded(operations(document));
}
steps.end();

/** Asks a hub of its own as one principal: what one pass uses up, the next one does not miss. */
async function judge(pass) {
  const place = join(folder, pass);
  mkdirSync(place);
  const shared = options.database === 'postgres' ? services() : undefined;
  const database = shared ? new Postgres(shared.postgres) : new Sqlite(place);
  const hub = new Hub({ binary: resolve(binary), folder: place, database, redis: shared?.redis, settings: { ...SETTINGS, ...images(place) } });
  const kept = isThere() ? await registry(join(place, 'registry'), 'open') : undefined;
  try {
    await database.create();
    await hub.add('one', ['api', 'generator', 'deployment', 'gateway']);
    const rest = new Rest([hub.apis[0].url]);
    const world = await steps.step(`${pass}: make one of everything`, () => prepare(hub, upstream, rest, kept?.host));
    if (!world) return;
    document ??= await rest.get('//api/openapi.json');
    answers[pass] = await one(world, pass, place, hub.apis[0].url);
    for (const [operation, findings] of Object.entries(judged(place))) {
      if (findings.length === 0) steps.passed += 1;
      else await steps.step(`${pass}: ${operation}`, () => expect(false, findings.join('\n       ')));
    }
    const sent = Object.values(answers[pass]).flatMap((statuses) => Object.values(statuses)).reduce((all, many) => all + many, 0);
    await steps.step(`${pass}: ${sent} answers were judged`, () => expect(sent > 0, 'nothing was sent'));
  } finally {
    await hub.kill();
    kept?.stop();
    await database.drop();
  }
}

/** What images are made of, and where their layers are kept. */
function images(place) {
  return { MCPHUB__IMAGES__RUNTIMES: headOfRuntime(place), MCPHUB__IMAGES__FOLDER: join(place, 'images') };
}

/** One run of Schemathesis. */
async function one(world, pass, place, url) {
  writeFileSync(join(place, 'world.json'), JSON.stringify({ ...world, pass }));
  const words = [
    '--config-file', join(HERE, 'schemathesis.toml'), 'run', `${url}/api/openapi.json`, '--no-color',
    '--phases', options.phases ?? 'examples,coverage,fuzzing,stateful', '--max-examples', options.examples ?? '20', '--seed', options.seed ?? '1',
    '--report', 'junit', '--report-dir', place, '--report-junit-path', join(place, 'junit.xml'),
    ...(options.operation ? options.operation.split(',').flatMap((id) => ['--include-operation-id', id]) : []),
    ...(options.deterministic ? ['--generation-deterministic'] : []),
  ];
  const env = { ...process.env, PYTHONPATH: HERE, PYTHONHASHSEED: '0', JUDGE_WORLD: join(place, 'world.json'), JUDGE_ANSWERS: join(place, 'answers.json') };
  const child = spawn(join(dirname(python), 'schemathesis'), words, { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
  const code = await new Promise((done) => { child.once('exit', done); });
  writeFileSync(join(place, 'output.txt'), Buffer.concat(said));
  await steps.step(`${pass}: Schemathesis ran to its end`, () => expect([0, 1].includes(code), `it ended with ${code}`, Buffer.concat(said).toString('utf8').slice(-600)));
  return JSON.parse(readFileSync(join(place, 'answers.json'), 'utf8'));
}

/** What went wrong with each operation, in a line for each finding. */
function judged(place) {
  const text = readFileSync(join(place, 'junit.xml'), 'utf8');
  const found = {};
  for (const [, name, , inside = ''] of text.matchAll(/<testcase name="([^"]*)"[^>]*?(\/>|>(.*?)<\/testcase>)/gs)) {
    const words = inside.replace(/&(lt|gt|quot|amp);/g, (_, one) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[one]);
    const findings = [...words.matchAll(/^- (ST\d+ .*)\n\n((?: {4}.*\n|\n)*)/gm)].map(([, title, more]) => `${title}: ${more.replace(/\s+/g, ' ').trim().slice(0, 400)}`);
    const errors = inside.includes('<error') ? [words.replace(/\s+/g, ' ').slice(0, 400)] : [];
    found[name] = [...new Set([...findings, ...errors])];
    if (inside.includes('<failure') && found[name].length === 0) found[name].push(words.replace(/\s+/g, ' ').slice(0, 400));
  }
  return found;
}

function operations(document) {
  return Object.values(document.paths).flatMap((item) => Object.values(item)).map((operation) => operation.operationId).filter(Boolean);
}

/** Which classes of statuses each endpoint answered to whom. */
function table(all) {
  const classes = (statuses = {}) => [2, 4, 5].map((first) => {
    const many = Object.entries(statuses).filter(([status]) => Math.floor(status / 100) === first).reduce((sum, [, count]) => sum + count, 0);
    return String(many || '·').padStart(5);
  }).join('');
  console.log(`\n${'answers of class 2, 4 and 5'.padEnd(28)}${PASSES.map((pass) => pass.padStart(15)).join('   ')}`);
  for (const operation of all) console.log(`${operation.padEnd(28)}${PASSES.map((pass) => classes(answers[pass]?.[operation])).join('   ')}`);
  console.log();
}

async function succeeded(all) {
  for (const operation of all) {
    const is = PASSES.filter((pass) => pass !== 'anonymous').some((pass) => Object.keys(answers[pass]?.[operation] ?? {}).some((status) => status < 300));
    if (!is && !NEVER[operation]) await steps.step(`${operation} succeeded`, () => expect(false, 'it never did', PASSES.map((pass) => answers[pass]?.[operation])));
    if (is && NEVER[operation]) await steps.step(`${operation} never succeeds`, () => expect(false, 'it did: take it out of the list'));
  }
  const never = Object.keys(NEVER).length;
  await steps.step(`${all.length - never} of ${all.length} endpoints have succeeded`, () => expect(never < all.length, 'none'));
}
