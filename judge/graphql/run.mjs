// `make test-graphql`: every tool of every GraphQL schema of CORPUS, against a server that graphql-js makes of the same schema.
// node run.mjs BINARY CORPUS [--only PART] [--tools N] [--least SHARE]
// Each operation that a tool sends must be valid by graphql-js' own rules and run on mocked data; what comes back must be that data.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addMocksToSchema } from '@graphql-tools/mock';
import { buildASTSchema, buildClientSchema, execute, isScalarType, parse, specifiedScalarTypes, validate } from 'graphql';
import { MODES, generate } from '../lib/generate.mjs';
import { Client, serve } from '../lib/mcp.mjs';

const { values, positionals: [binary, corpus] } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, tools: { type: 'string', default: '1000' }, least: { type: 'string', default: '0.99' } },
});
if (!corpus) {
  console.error('usage: run.mjs BINARY CORPUS [--only PART] [--tools N] [--least SHARE]');
  process.exit(2);
}

/** The schema as graphql-js reads it; what is invalid in it is taken as it is, as a lenient server would. */
function schemaOf(text) {
  const json = text.trim().startsWith('{') ? JSON.parse(text) : null;
  if (json) return buildClientSchema(json.data ?? json, { assumeValid: true });
  return buildASTSchema(parse(text), { assumeValid: true, assumeValidSDL: true });
}

/** What was asked, as JSON or as the multipart request specification has it; files are put where its map says. */
async function message(headers, body) {
  if (!headers['content-type'].startsWith('multipart/form-data')) return JSON.parse(body);
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData();
  const asked = JSON.parse(form.get('operations'));
  for (const [key, places] of Object.entries(JSON.parse(form.get('map')))) {
    const file = form.get(key);
    if (typeof file?.size !== 'number') throw new Error(`the part ${key} is no file`);
    for (const place of places) {
      const steps = place.split('.');
      const last = steps.pop();
      const at = steps.reduce((value, step) => value[step], asked);
      if (at[last] !== null) throw new Error(`there is something else at ${place} already`);
      at[last] = `file of ${file.size} bytes`;
    }
  }
  return asked;
}

/** A GraphQL endpoint over mocked data; keeps what it was asked and what was wrong with it. */
async function endpoint(schema) {
  const known = new Set(specifiedScalarTypes.map((one) => one.name));
  const custom = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !known.has(type.name));
  // A custom scalar of a client schema takes anything; so does it here, both ways.
  for (const type of custom) Object.assign(type, { serialize: (one) => one, parseValue: (one) => one, parseLiteral: () => 'x' });
  const mocked = addMocksToSchema({ schema, mocks: Object.fromEntries(custom.map((type) => [type.name, () => 'custom'])) });
  const seen = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const reply = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    let asked;
    try {
      asked = await message(request.headers, body);
      const document = parse(asked.query);
      const errors = validate(mocked, document);
      seen.push({ ...asked, errors: errors.map((error) => error.message) });
      if (errors.length) return reply(400, { errors });
      const result = await execute({ schema: mocked, document, variableValues: asked.variables });
      if (result.errors) seen.at(-1).errors = result.errors.map((error) => `${error.message} (at ${error.path})`);
      seen.at(-1).data = result.data;
      return reply(200, result);
    } catch (error) {
      seen.push({ ...asked, errors: [String(error)] });
      return reply(400, { errors: [{ message: String(error) }] });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/graphql`, seen, stop: () => server.close() };
}

const entries = JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'))
  .filter((entry) => entry.kind === 'graphql' && entry.operations && entry.file.includes(values.only));
console.log('| schema | tools | calls | valid | invalid | data came back |\n|---|--:|--:|--:|--:|--:|');
const total = { schemas: 0, calls: 0, valid: 0, back: 0 };
const faults = [];
for (const entry of entries) {
  const file = join(corpus, entry.file);
  const upstream = await endpoint(schemaOf(readFileSync(file, 'utf8')));
  let hub;
  try {
    hub = await serve(binary, [file, '--upstream', upstream.url, '--allow-private-upstreams']);
    const client = new Client(hub.url);
    await client.open();
    const tools = await client.tools();
    const row = { calls: 0, valid: 0, back: 0 };
    for (const tool of tools.slice(0, Number(values.tools))) {
      for (const mode of MODES) {
        const args = generate(tool.inputSchema, mode);
        delete args.fields;
        upstream.seen.length = 0;
        const result = await client.call(tool.name, args);
        row.calls += 1;
        const asked = upstream.seen[0];
        const wrong = asked ? asked.errors[0] : `not sent: ${result.content?.[0]?.text?.slice(0, 300)}`;
        if (wrong) {
          faults.push(`${entry.file} ${tool.name} ${mode}: ${wrong.slice(0, 300)}`);
          continue;
        }
        row.valid += 1;
        const data = Object.values(asked.data ?? {})[0];
        const came = result.structuredContent === undefined ? undefined : JSON.stringify(result.structuredContent);
        const expected = JSON.stringify(data);
        if (!result.isError && came !== undefined && (came.includes(expected) || /\[cut to fit/.test(JSON.stringify(result.content)))) row.back += 1;
        else faults.push(`${entry.file} ${tool.name} ${mode}: answered ${expected?.slice(0, 120)}, came ${came?.slice(0, 120)} ${result.content?.[0]?.text?.slice(0, 80)}`);
      }
    }
    total.schemas += 1;
    total.calls += row.calls;
    total.valid += row.valid;
    total.back += row.back;
    console.log(`| ${entry.file.replace('graphql/', '')} | ${tools.length} | ${row.calls} | ${row.valid} | ${row.calls - row.valid} | ${row.back} |`);
  } catch (error) {
    faults.push(`${entry.file}: ${error.message}`);
    console.log(`| ${entry.file} | failed | | | | |`);
  } finally {
    await hub?.stop();
    upstream.stop();
  }
}
console.log(faults.slice(0, 60).join('\n'));
console.log(`${total.schemas} schemas, ${total.calls} calls, ${total.valid} valid, ${total.back} with their data`);
console.log(`graphql: ${total.back} passed, ${total.calls - total.back} failed`);
process.exit(total.calls && total.back / total.calls >= Number(values.least) ? 0 : 1);
