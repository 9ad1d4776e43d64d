// `make soap`: tools of every WSDL of CORPUS; their envelopes are validated by libxml2 against the WSDL's own schemas.
// node run.mjs BINARY CORPUS OUT --python PATH [--only PART] [--tools N] [--least SHARE]

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { MODES, generate } from '../lib/generate.mjs';
import { Client, serve } from '../lib/mcp.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals: [binary, corpus, out] } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string', default: 'python3' }, only: { type: 'string', default: '' }, tools: { type: 'string', default: '1000' }, least: { type: 'string', default: '0.99' } },
});
if (!out) {
  console.error('usage: run.mjs BINARY CORPUS OUT --python PATH [--only PART] [--tools N] [--least SHARE]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

/** Takes every request and answers with an empty body, or a fault where one is asked for. */
async function service() {
  const seen = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    seen.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
    const namespace = /xmlns:s="([^"]+)"/.exec(seen.at(-1).body)?.[1] ?? 'http://schemas.xmlsoap.org/soap/envelope/';
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<s:Envelope xmlns:s="${namespace}"><s:Body/></s:Envelope>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/service`, seen, stop: () => server.close() };
}

/** The WSDLs, with the catalogue's copies in the place of addresses that they name, so that nothing is fetched. */
function copies() {
  const folder = join(out, 'wsdl');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(corpus, 'wsdl'), folder, { recursive: true });
  const catalog = JSON.parse(readFileSync(join(folder, '_catalog/catalog.json'), 'utf8'));
  // Copies have the names of schemas, whatever their addresses end with.
  for (const [address, file] of Object.entries(catalog)) {
    const named = /\.(xsd|wsdl)$/.test(file) ? file : `${file}.xsd`;
    if (named !== file && existsSync(join(folder, file))) renameSync(join(folder, file), join(folder, named));
    catalog[address] = named;
  }
  for (const file of readdirSync(folder, { recursive: true }).filter((file) => /\.(xsd|wsdl)$/.test(file))) {
    const text = readFileSync(join(folder, file), 'latin1');
    const made = text.replace(/(location\s*=\s*)(["'])([^"']*)\2/gi, (whole, name, quote, address) => {
      const copy = catalog[address.trim()];
      return copy ? `${name}${quote}${relative(dirname(join(folder, file)), join(folder, copy))}${quote}` : whole;
    });
    if (made !== text) writeFileSync(join(folder, file), made, 'latin1');
  }
  return out;
}

const entries = JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'))
  .filter((entry) => entry.kind === 'wsdl' && entry.operations && entry.file.includes(values.only));
const documents = copies();
const upstream = await service();
const calls = [];
const notes = [];
for (const entry of entries) {
  const file = join(documents, entry.file);
  let hub;
  try {
    hub = await serve(binary, [file, '--upstream', upstream.url, '--allow-private-upstreams']);
    const client = new Client(hub.url);
    await client.open();
    for (const tool of (await client.tools()).slice(0, Number(values.tools))) {
      for (const mode of MODES) {
        const args = generate({ ...tool.inputSchema, description: tool.description }, mode);
        upstream.seen.length = 0;
        const result = await client.call(tool.name, args);
        const sent = upstream.seen[0];
        calls.push({ file: entry.file, tool: tool.name, mode, envelope: sent?.body ?? null, said: result.content?.[0]?.text?.slice(0, 300), plain: sent !== undefined && !/xml/.test(sent.headers['content-type'] ?? '') });
      }
    }
  } catch (error) {
    notes.push(`${entry.file}: ${error.message.slice(0, 200)}`);
  } finally {
    await hub?.stop();
  }
}
upstream.stop();
writeFileSync(join(out, 'calls.json'), JSON.stringify(calls));
const { stdout } = await run(values.python, [join(here, 'validate.py'), corpus, join(out, 'calls.json')], { maxBuffer: 1 << 28 });
const verdicts = JSON.parse(stdout);
const rows = new Map();
for (const [at, verdict] of verdicts.entries()) {
  const row = rows.get(calls[at].file) ?? { valid: 0, invalid: 0, unjudged: 0 };
  row[verdict.verdict] += 1;
  rows.set(calls[at].file, row);
  if (verdict.verdict === 'invalid') notes.push(`${calls[at].file} ${calls[at].tool} ${calls[at].mode}: ${verdict.why}`);
}
const unjudged = new Map(verdicts.map((verdict, at) => [calls[at].file, verdict]).filter(([, verdict]) => verdict.verdict === 'unjudged'));
console.log('| WSDL | calls | valid | invalid | not judged |\n|---|--:|--:|--:|--:|');
for (const [file, row] of rows) console.log(`| ${file.replace('wsdl/', '')} | ${row.valid + row.invalid + row.unjudged} | ${row.valid} | ${row.invalid} | ${row.unjudged} |`);
for (const [file, verdict] of unjudged) console.log(`not judged: ${file}: ${verdict.why}`);
console.log(notes.slice(0, 400).join('\n'));
const sum = (key) => [...rows.values()].reduce((all, row) => all + row[key], 0);
console.log(`${rows.size} WSDLs, ${sum('unjudged')} calls not judged`);
console.log(`soap: ${sum('valid')} passed, ${sum('invalid')} failed`);
process.exit(sum('valid') / Math.max(1, sum('valid') + sum('invalid')) >= Number(values.least) ? 0 : 1);
