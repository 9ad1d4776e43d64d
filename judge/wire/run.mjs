// `make wire`: calls a sample of the tools of every corpus document, and lets others judge what arrives.
// node run.mjs BINARY CORPUS OUT [--only PART] [--tools 8] [--jobs 2] [--limit N] [--again: judge the calls that OUT holds]

import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { against, defects } from './defects.mjs';
import { explained } from './explained.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals: [binary, corpus, out] } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' }, tools: { type: 'string', default: '8' }, jobs: { type: 'string', default: '2' },
    limit: { type: 'string', default: '0' }, python: { type: 'string', default: 'python3' }, least: { type: 'string', default: '0.99' },
    third: { type: 'string', default: join(here, '../../.cache/third') }, again: { type: 'boolean', default: false },
  },
});
if (!out) {
  console.error('usage: run.mjs BINARY CORPUS OUT [--only PART] [--tools 8] [--jobs 2] [--limit N] [--python PATH] [--third PATH] [--least 0.99] [--again]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const index = JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'));
let entries = index.filter((entry) => entry.kind === 'openapi' && entry.file.includes(values.only));
if (Number(values.limit)) {
  const wanted = Number(values.limit);
  entries = entries.length <= wanted ? entries : Array.from({ length: wanted }, (_, i) => entries[Math.floor((i * entries.length) / wanted)]);
}

const results = values.again ? JSON.parse(readFileSync(join(out, 'calls.json'), 'utf8')) : await all(entries, Number(values.jobs));
second(results);
third(results);
report(results);

/** Runs every document in a process that may be lost without harm. */
async function all(queue, jobs) {
  const waiting = queue.map((entry) => entry);
  const done = [];
  await Promise.all(Array.from({ length: jobs }, async () => {
    let worker = null;
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      worker ??= start();
      const question = { binary, file: entry.file, path: join(corpus, entry.file), tools: Number(values.tools), prism: true };
      let result = await ask(worker, question, 100_000);
      if (result.lost) {
        // Prism can need minutes for the largest documents: then the second judge is the only one.
        worker = start();
        const why = result.error;
        result = await ask(worker, { ...question, prism: false }, 200_000);
        if (!result.error) result.prism = why;
        if (result.lost) worker = null;
      }
      done.push({ version: (entry.version ?? 'none').split('.').slice(0, 2).join('.'), accepted: accepted(entry), ...result });
      if (process.stderr.isTTY) process.stderr.write(`\r${done.length}/${queue.length} `);
    }
    worker?.kill();
  }));
  return done.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function start() {
  return fork(join(here, 'worker.mjs'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--max-old-space-size=3000'] });
}

function ask(worker, question, limit) {
  return new Promise((resolve) => {
    let words = '';
    const listen = (part) => { words = (words + part).slice(-1000); };
    worker.stderr.on('data', listen);
    const finish = (result) => {
      clearTimeout(late);
      worker.removeAllListeners('message');
      worker.removeAllListeners('exit');
      worker.stderr.off('data', listen);
      resolve(result);
    };
    const late = setTimeout(() => { worker.kill('SIGKILL'); finish({ file: question.file, calls: [], error: `more than ${limit / 1000} s`, lost: true }); }, limit);
    worker.once('message', finish);
    worker.once('exit', (code) => finish({ file: question.file, calls: [], error: `the judge's process ended (${code}): ${words.slice(-300)}`, lost: true }));
    worker.send(question);
  });
}

function accepted(entry) {
  const verdicts = Object.values(entry.valid ?? {}).map((one) => one.ok).filter((ok) => ok !== null);
  return verdicts.length > 0 && verdicts.every(Boolean);
}

/** What Prism rejects or cannot judge goes to openapi-core. */
function second(documents) {
  const disputed = documents
    .map((one) => ({ file: join(corpus, one.file), calls: one.calls.filter((call) => call.verdict === 'invalid' || call.verdict === 'unjudged') }))
    .filter((one) => one.calls.length);
  if (!disputed.length) return;
  const question = join(out, 'disputed.json');
  const answer = join(out, 'second.json');
  writeFileSync(question, JSON.stringify(disputed));
  const ran = spawnSync(values.python, [join(here, 'second.py'), question, answer], { encoding: 'utf8', timeout: 1_200_000 });
  if (ran.status !== 0 || !existsSync(answer)) {
    console.error(`the second judge did not answer: ${(ran.stderr ?? '').slice(-500)}`);
    return;
  }
  const verdicts = JSON.parse(readFileSync(answer, 'utf8'));
  disputed.forEach((one, d) => one.calls.forEach((call, c) => { call.second = verdicts[d][c]; }));
}

/** What Prism rejects or cannot judge goes to the third judge too. */
function third(documents) {
  const disputed = documents.flatMap((one) => one.calls
    .filter((call) => call.verdict === 'invalid' || call.verdict === 'unjudged')
    .map((call) => Object.assign(call, { file: one.file, version: one.version })));
  if (!disputed.length) return;
  const question = join(out, 'disputed.jsonl');
  const answer = join(out, 'third.jsonl');
  writeFileSync(question, disputed.map((call) => `${JSON.stringify({ file: join(corpus, call.file), operation: call.operation, request: call.request })}\n`).join(''));
  const ran = spawnSync(values.third, [question, answer], { encoding: 'utf8', timeout: 1_200_000 });
  if (ran.status !== 0 || !existsSync(answer)) {
    console.error(`the third judge did not answer: ${(ran.error?.message ?? ran.stderr ?? '').slice(-500)}`);
    return;
  }
  const verdicts = readFileSync(answer, 'utf8').trimEnd().split('\n');
  disputed.forEach((call, i) => { call.third = JSON.parse(verdicts[i]); });
}

function report(documents) {
  const groups = new Map();
  for (const one of documents) groups.set(one.version, [...(groups.get(one.version) ?? []), one]);
  const rows = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([version, list]) => row(`OpenAPI ${version}`, list));
  console.log('| version | documents | called | calls | valid (Prism) | valid (second judge) | valid (third judge) | explained | invalid | refused | not judged | not generated | share |');
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const line of [...rows, row('all', documents)]) console.log(line.text);

  const failures = documents.flatMap((one) => one.calls.filter(failed).map((call) => ({ file: one.file, cause: cause(call), ...call })));
  const causes = Object.groupBy ? Object.groupBy(failures, (one) => one.cause) : failures.reduce((all, one) => ({ ...all, [one.cause]: [...(all[one.cause] ?? []), one] }), {});
  const grouped = Object.entries(causes).sort(([, a], [, b]) => b.length - a.length).map(([name, list]) => ({ cause: name, count: list.length, documents: [...new Set(list.map((one) => one.file))].length, calls: list.map(({ cause: _, ...call }) => call) }));
  writeFileSync(join(out, 'failures.json'), JSON.stringify(grouped, null, 1));
  const bare = documents.map(({ calls, ...one }) => ({ ...one, verdicts: calls.reduce((all, call) => ({ ...all, [verdict(call)]: (all[verdict(call)] ?? 0) + 1 }), {}) }));
  writeFileSync(join(out, 'documents.json'), JSON.stringify(bare, null, 1));
  writeFileSync(join(out, 'calls.json'), JSON.stringify(documents));

  if (grouped.length) console.log('\nfailures by cause:');
  for (const group of grouped.slice(0, 40)) console.log(`${String(group.count).padStart(5)}  in ${group.documents} documents: ${group.cause}   e.g. ${group.calls[0].file} ${group.calls[0].tool}`);
  const lost = documents.filter((one) => one.error);
  for (const one of lost) console.log(`ERROR ${one.file}: ${one.error}`);
  const total = row('all', documents);
  const called = total.called;
  console.log(`\nwire: ${total.valid} passed, ${total.judged - total.valid + lost.length} failed (${called} documents)`);
  process.exitCode = total.judged && total.valid / total.judged >= Number(values.least) && !lost.length ? 0 : 1;
}

/**
 * Valid when a judge accepts the request and every judge that does not is wrong by a cited defect of its own. Explained when no
 * judge accepts it, and either all rejections are such defects or the document contradicts itself.
 */
function verdict(call) {
  if (call.verdict !== 'invalid' && call.verdict !== 'unjudged') return call.verdict;
  const rejected = against(call);
  const excused = defects(call);
  for (const judge of ['second', 'third']) if (call[judge]?.verdict === 'valid' && excused) return judge;
  if (!rejected.length) return 'unjudged';
  return reason(call) ? 'explained' : 'invalid';
}

/** Why no fault of ours rejected the request, `undefined` when one did. */
function reason(call) {
  return explained(call) ?? defects(call)?.join('; ');
}

function failed(call) {
  return ['explained', 'invalid', 'refused', 'bad-schema', 'unjudged'].includes(verdict(call));
}

function cause(call) {
  if (verdict(call) === 'explained') return `explained: ${reason(call)}`;
  if (verdict(call) === 'unjudged') return `not judged: ${(call.third?.words ?? call.second?.words ?? '').split('\n')[0].slice(0, 100)}`;
  const words = call.words?.[0] ?? [call.second, call.third].find((one) => one?.verdict === 'invalid')?.words ?? {};
  const text = typeof words === 'string' ? words : `${(words.location ?? []).slice(0, 2).join('.')} ${words.message ?? ''}`;
  return `${verdict(call)}: ${text.replace(/[`'"][^`'"]{0,60}[`'"]/g, '…').replace(/\d+/g, 'N').slice(0, 110)}`;
}

function row(name, list) {
  const calls = list.flatMap((one) => one.calls);
  const count = (kind) => calls.filter((call) => verdict(call) === kind).length;
  const [valid, other, go, why, invalid, refused, unjudged, ungenerated, schema] = ['valid', 'second', 'third', 'explained', 'invalid', 'refused', 'unjudged', 'ungenerated', 'bad-schema'].map(count);
  const judged = valid + other + go + invalid + refused + schema;
  const called = list.filter((one) => one.calls.length).length;
  const share = judged ? `${((100 * (valid + other + go)) / judged).toFixed(2)} %` : '-';
  return { text: `| ${name} | ${list.length} | ${called} | ${calls.length} | ${valid} | ${other} | ${go} | ${why} | ${invalid + schema} | ${refused} | ${unjudged} | ${ungenerated} | ${share} |`, valid: valid + other + go, judged, called };
}
