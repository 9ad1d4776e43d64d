// `make profiles`: every tool of every corpus document, in every profile, against the rules of clients and a schema compiler (ajv).
// node run.mjs BINARY CORPUS OUT [--only PART] [--jobs 2]
// The rules are read from the profiles' own data; how they are applied is written anew here.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import Ajv7 from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const rulesFolder = join(here, '../../crates/hub-compiler/src/passes/profiles/rules');
const { values, positionals: [binary, corpus, out] } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, jobs: { type: 'string', default: '2' } },
});
if (!out) {
  console.error('usage: run.mjs BINARY CORPUS OUT [--only PART] [--jobs 2]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const rules = Object.fromEntries(readdirSync(rulesFolder).filter((name) => name.endsWith('.json'))
  .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(rulesFolder, name), 'utf8'))]));
const PROFILES = ['standard', 'claude', 'openai-strict', 'gemini', 'draft-07', 'full'];
// Names: Claude, OpenAI and Gemini together; with a server's name before it, the whole stays within 64 characters.
const NAME = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;
const ONE = ['additionalProperties', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames', 'unevaluatedProperties', 'unevaluatedItems'];
const MANY = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const PROPERTY = /^[a-zA-Z0-9_.-]{1,64}$/;

const dialects = { 'draft-07': new Ajv7({ strict: false, validateFormats: false }), others: new Ajv2020({ strict: false, validateFormats: false }) };
/** What was found of a schema; the profiles have most of theirs in common. */
const judged = new Map();


const entries = JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'))
  .filter((entry) => entry.kind === 'openapi' && entry.operations !== 0 && entry.file.includes(values.only));
const work = entries.flatMap((entry) => PROFILES.map((profile) => ({ file: entry.file, profile })));
const table = Object.fromEntries(PROFILES.map((profile) => [profile, { documents: 0, tools: 0, schemas: 0, faults: [] }]));
const summary = [];
await Promise.all(Array.from({ length: Number(values.jobs) }, async (_, job) => {
  for (let one = work.shift(); one; one = work.shift()) {
    await check(one, join(out, `blueprint-${job}.json`));
    if (work.length % 100 === 0) console.error(`${work.length} of ${entries.length * PROFILES.length} to go`);
  }
}));

async function check({ file, profile }, blueprintFile) {
  try {
    await run(binary, ['compile', join(corpus, file), '--profile', profile, '-o', blueprintFile], { timeout: 60_000, maxBuffer: 1 << 26 });
  } catch (error) {
    if (error.code !== 3) table[profile].faults.push({ file, fault: `compile: ${String(error.stderr || error.message).slice(0, 200)}` });
    return;
  }
  const blueprint = JSON.parse(readFileSync(blueprintFile, 'utf8'));
  const row = table[profile];
  row.documents += 1;
  const names = new Set();
  for (const tool of blueprint.tools) {
    row.tools += 1;
    const say = (fault, place = '') => row.faults.push({ file, tool: tool.name, place, fault });
    if (!NAME.test(tool.name) || `mcp__${blueprint.name}__${tool.name}`.length > 64) say(`name ${tool.name}`);
    if (names.has(tool.name)) say('name used twice');
    names.add(tool.name);
    for (const [kind, schema] of [['input', tool.input_schema], ['output', tool.output?.schema]]) {
      if (schema === undefined) continue;
      row.schemas += 1;
      if (schema.type !== 'object') say(`${kind} schema is no object at its root`);
      meta(schema, profile, (fault) => say(`${kind}: ${fault}`));
      walk(schema, schema, kind, profile, '#', (fault, place) => say(`${kind}: ${fault}`, place));
      closed(schema, (fault) => say(`${kind}: ${fault}`));
    }
  }
}

/** A valid schema of its dialect, and one that a validator can use. */
function meta(schema, profile, say) {
  const dialect = profile === 'draft-07' ? profile : 'others';
  const key = createHash('sha256').update(dialect).update(JSON.stringify(schema)).digest('base64');
  if (!judged.has(key)) judged.set(key, verdict(schema, dialects[dialect]));
  if (judged.get(key)) say(judged.get(key));
}

function verdict(schema, ajv) {
  try {
    if (!ajv.validateSchema(schema)) return `not valid by its meta-schema: ${ajv.errorsText()}`;
    ajv.compile(schema);
    return '';
  } catch (error) {
    return `cannot be compiled: ${String(error.message).slice(0, 160)}`;
  } finally {
    ajv.removeSchema(schema);
  }
}

function walk(schema, root, kind, profile, place, say) {
  if (typeof schema === 'boolean') {
    // The Inspector calls a bare boolean an error; as `additionalProperties` every client takes it.
    if (profile !== 'full' && !place.endsWith('/additionalProperties')) say('bare boolean schema', place);
    return;
  }
  const rule = rules[profile];
  const allowed = rule?.keywords ?? rule?.allowed ?? null;
  if (kind === 'input' && Array.isArray(allowed)) {
    for (const key of Object.keys(schema)) if (!allowed.includes(key) && !['$defs', '$schema'].includes(key)) say(`keyword ${key}`, place);
  }
  if (profile !== 'full' && profile !== 'draft-07' && profile !== 'claude' && Array.isArray(schema.type) && schema.type.length > 2) say('union of types', place);
  if (typeof schema.$ref === 'string' && !schema.$ref.startsWith('#')) say(`remote reference ${schema.$ref}`, place);
  if (kind === 'input' && profile !== 'full') {
    for (const name of Object.keys(schema.properties ?? {})) if (!PROPERTY.test(name)) say(`property name ${JSON.stringify(name)}`, place);
  }
  if (profile === 'openai-strict' && kind === 'input' && schema.properties) {
    if (schema.additionalProperties !== false) say('open object', place);
    const missing = Object.keys(schema.properties).find((name) => !(schema.required ?? []).includes(name));
    if (missing) say(`${missing} is not required`, place);
  }
  for (const key of ONE) if (schema[key] !== undefined && !Array.isArray(schema[key])) walk(schema[key], root, kind, profile, `${place}/${key}`, say);
  for (const key of MANY) (schema[key] ?? []).forEach((one, i) => walk(one, root, kind, profile, `${place}/${key}/${i}`, say));
  for (const key of NAMED) for (const [name, one] of Object.entries(schema[key] ?? {})) walk(one, root, kind, profile, `${place}/${key}/${name}`, say);
}

/** Every reference leads somewhere, and every definition is used. */
function closed(schema, say) {
  const used = new Set();
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref' && typeof value === 'string') used.add(value);
    return value;
  });
  for (const reference of used) {
    const target = reference.replace(/^#\/?/, '').split('/').filter(Boolean).reduce((at, part) => at?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')], schema);
    if (target === undefined) say(`dangling reference ${reference}`);
  }
  for (const key of ['$defs', 'definitions']) {
    for (const name of Object.keys(schema[key] ?? {})) {
      const written = `#/${key}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (![...used].some((reference) => decodeURIComponent(reference) === written || decodeURIComponent(reference).startsWith(`${written}/`))) say(`unused definition ${name}`);
    }
  }
}

console.log('| profile | documents | tools | schemas | faults |\n|---|--:|--:|--:|--:|');
let faults = 0;
let schemas = 0;
for (const [profile, row] of Object.entries(table)) {
  console.log(`| ${profile} | ${row.documents} | ${row.tools} | ${row.schemas} | ${row.faults.length} |`);
  faults += row.faults.length;
  schemas += row.schemas;
  const kinds = new Map();
  for (const fault of row.faults) {
    const kind = fault.fault.replace(/"[^"]*"/g, '…').slice(0, 90);
    kinds.set(kind, [...(kinds.get(kind) ?? []), fault]);
  }
  for (const [kind, list] of [...kinds].sort(([, a], [, b]) => b.length - a.length).slice(0, 12)) {
    summary.push(`${String(list.length).padStart(6)}  ${profile}: ${kind}   e.g. ${list[0].file} ${list[0].tool ?? ''} ${list[0].place ?? ''}`);
  }
}
console.log(summary.join('\n'));
writeFileSync(join(out, 'faults.json'), JSON.stringify(table, null, 1));
for (let job = 0; job < Number(values.jobs); job++) rmSync(join(out, `blueprint-${job}.json`), { force: true });
console.log(`profiles: ${schemas - Math.min(schemas, faults)} passed, ${faults} failed`);
process.exitCode = faults ? 1 : 0;
