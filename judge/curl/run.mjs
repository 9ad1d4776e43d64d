// cURL: a command's tool sends what curl itself sends. The commands are written by HTTPSnippet from recorded requests.
//
//   node run.mjs BINARY CORPUS [--limit DOCUMENTS] [--tools PER_DOCUMENT] [--only PART]

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { HOST, credentials, item, pathVariables, record } from '../har/record.mjs';
import { Client, serve } from '../lib/mcp.mjs';
import { argumentsOf } from '../postman/arguments.mjs';
import { differences } from '../postman/compare.mjs';
import { documents } from '../postman/documents.mjs';
import { listen } from '../postman/upstream.mjs';

const require = createRequire(import.meta.url);
const { HTTPSnippet } = require('httpsnippet');
const exec = promisify(execFile);
const [binary, corpus, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => { const at = rest.indexOf(`--${name}`); return at < 0 ? otherwise : rest[at + 1]; };

let passed = 0, failed = 0;
for (const source of await documents(corpus, Number(option('limit', 30)), option('only', ''))) {
  const recorded = await record(source, Number(option('tools', 8)));
  if (!recorded?.entries.length) { console.log(`${basename(source.path)}  nothing recorded`); continue; }
  const { ok, wrong } = await judge(recorded);
  passed += ok; failed += wrong.length;
  console.log(`${basename(source.path).slice(0, 60).padEnd(60)}  ${ok}/${ok + wrong.length}`);
  wrong.slice(0, 3).forEach((words) => console.log(`  ${words.slice(0, 500)}`));
}
console.log(`\ncurl: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function judge({ entries: all, secrets }) {
  // HTTPSnippet takes valid addresses only, and newman leaves some characters as they are.
  const entries = all.filter(({ request }) => /^[\w\-.~:/?#@!$&'()*+,;=%]*$/.test(request.url));
  const scratch = await mkdtemp(join(tmpdir(), 'mcphub-curl-'));
  const upstream = await listen();
  let server = null;
  try {
    const commands = [];
    for (const { request } of entries) {
      // The headers say what the body is; HTTPSnippet would say it again in its own words.
      const made = await new HTTPSnippet({ ...request, queryString: [] }).convert('shell', 'curl', { escapeBrackets: true });
      commands.push(String(made));
    }
    const path = join(scratch, 'commands.txt');
    await writeFile(path, commands.map((command, at) => `# Call ${at}\n${command}\n`).join('\n'));
    await exec(binary, ['compile', path, '-o', join(scratch, 'blueprint.json')], { maxBuffer: 1 << 26 });
    const text = await readFile(join(scratch, 'blueprint.json'), 'utf8');
    const blueprint = JSON.parse(text);
    const wrong = secrets.filter((secret) => text.includes(secret)).map((secret) => `the blueprint holds ${secret}`);
    const auth = Object.keys(blueprint.schemes ?? {}).flatMap((name) => ['--auth', `${name}=secret`]);
    server = await serve(binary, [path, '--upstream', upstream.url, '--allow-private-upstreams', ...auth]);
    const client = new Client(server.url);
    await client.open();
    let ok = 0;
    for (const [at, { request }] of entries.entries()) {
      upstream.last();
      await exec('bash', ['-c', commands[at].replaceAll(HOST, upstream.url)]).catch(() => null);
      const [expected] = upstream.last();
      const tool = blueprint.tools.find((one) => one.title === `Call ${at}`);
      if (!expected || !tool) { wrong.push(`${request.method} ${request.url}: ${expected ? 'no tool' : 'curl sent nothing'}`); continue; }
      const answer = await client.call(tool.name, argumentsOf(tool, item(request, pathVariables(tool, request.url) ?? []), {})).catch((error) => ({ error: String(error.message) }));
      const [made] = upstream.last();
      const words = made ? differences(expected, made, credentials(tool, blueprint)) : [JSON.stringify(answer)];
      if (words.length) wrong.push(`${request.method} ${request.url.slice(HOST.length)} (${tool.name}): ${words.join('; ')}`);
      else ok += 1;
    }
    return { ok, wrong };
  } finally {
    await server?.stop();
    upstream.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
