// HAR: an archive's tools, called with the recorded values, send what was recorded.
//
//   node run.mjs BINARY CORPUS [--limit DOCUMENTS] [--tools PER_DOCUMENT] [--only PART]

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { Client, serve } from '../lib/mcp.mjs';
import { argumentsOf } from '../postman/arguments.mjs';
import { differences } from '../postman/compare.mjs';
import { documents } from '../postman/documents.mjs';
import { listen } from '../postman/upstream.mjs';
import { HOST, credentials, item, pathVariables, record } from './record.mjs';

const exec = promisify(execFile);
const [binary, corpus, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => { const at = rest.indexOf(`--${name}`); return at < 0 ? otherwise : rest[at + 1]; };

let passed = 0, failed = 0;
for (const source of await documents(corpus, Number(option('limit', 30)), option('only', ''))) {
  const recorded = await record(source, Number(option('tools', 12)));
  if (!recorded?.entries.length) { console.log(`${basename(source.path)}  nothing recorded`); continue; }
  const wrong = await replay(recorded);
  passed += recorded.entries.length - wrong.length; failed += wrong.length;
  console.log(`${basename(source.path).slice(0, 60).padEnd(60)}  ${recorded.entries.length - wrong.length}/${recorded.entries.length}`);
  wrong.slice(0, 3).forEach((words) => console.log(`  ${words.slice(0, 500)}`));
}
console.log(`\nhar: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function replay({ entries, secrets }) {
  const scratch = await mkdtemp(join(tmpdir(), 'mcphub-har-'));
  const upstream = await listen();
  let server = null;
  try {
    const path = join(scratch, 'recorded.har');
    await writeFile(path, JSON.stringify({ log: { version: '1.2', creator: { name: 'judge', version: '1' }, entries } }));
    await exec(binary, ['compile', path, '-o', join(scratch, 'blueprint.json')], { maxBuffer: 1 << 26 });
    const text = await readFile(join(scratch, 'blueprint.json'), 'utf8');
    const blueprint = JSON.parse(text);
    const wrong = secrets.filter((secret) => text.includes(secret)).map((secret) => `the blueprint holds ${secret}`);
    const auth = Object.keys(blueprint.schemes ?? {}).flatMap((name) => ['--auth', `${name}=secret`]);
    server = await serve(binary, [path, '--upstream', upstream.url, '--allow-private-upstreams', ...auth]);
    const client = new Client(server.url);
    await client.open();
    for (const { request } of entries) {
      const [tool, variables] = toolFor(blueprint, request);
      if (!tool) { wrong.push(`${request.method} ${request.url}: no tool`); continue; }
      const args = argumentsOf(tool, item(request, variables), {});
      upstream.last();
      const answer = await client.call(tool.name, args).catch((error) => ({ error: String(error.message) }));
      const [made] = upstream.last();
      const expected = {
        method: request.method, url: request.url.slice(HOST.length), body: Buffer.from(request.postData?.text ?? ''),
        headers: Object.fromEntries(request.headers.map(({ name, value }) => [name, value])),
      };
      const words = made ? differences(expected, made, credentials(tool, blueprint)) : [JSON.stringify(answer)];
      if (words.length) wrong.push(`${request.method} ${request.url.slice(HOST.length)} (${tool.name}): ${words.join('; ')}`);
    }
    return wrong;
  } finally {
    await server?.stop();
    upstream.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The tool whose address a recorded one is of, the one with the fewest variables, and the values of these. */
function toolFor(blueprint, request) {
  const found = blueprint.tools.filter((tool) => tool.binding.method === request.method)
    .map((tool) => [tool, pathVariables(tool, request.url)]).filter(([, variables]) => variables);
  return found.sort((a, b) => a[1].length - b[1].length)[0] ?? [];
}
