// Real calls of a server that graphql-js runs: introspection with credentials, errors, partial data, mutations, chosen fields, variables
// of every kind, TLS, silence. node live.mjs BINARY

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import { Client, serve } from '../lib/mcp.mjs';

const [binary] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mcphub-graphql-'));
let passed = 0;
let failed = 0;

function check(name, condition, shown) {
  if (condition) passed += 1;
  else failed += 1;
  console.log(`${condition ? 'ok  ' : 'FAIL'} ${name}${condition ? '' : `: ${JSON.stringify(shown)}`}`);
}

const sdl = `
  "A day, as 2026-02-03." scalar Day
  enum Size { SMALL LARGE }
  input Near { city: String! within: Int = 5 also: [Near!] }
  input By @oneOf { id: ID name: String }
  interface Animal { id: ID! name: String! }
  type Owner { login: String! pets(first: Int): [Pet!]! secret: String }
  type Pet implements Animal { id: ID! name: String! size: Size owner: Owner born: Day broken: String }
  type Cat implements Animal { id: ID! name: String! lives: Int! }
  type Query {
    pet(id: ID!): Pet
    animals(size: Size, near: Near): [Animal!]!
    find(by: By!): Pet
    slow: String
    sum(numbers: [Int!]!): Int!
  }
  type Mutation { rename(id: ID!, name: String!): Pet! }
`;
const schema = buildSchema(sdl);
schema.getType('Animal').resolveType = (value) => (value.lives === undefined ? 'Pet' : 'Cat');
let seen;
const owner = { login: 'ann', pets: [], secret: () => { throw new Error('not for you'); } };
const rex = { id: '7', name: 'Rex', size: 'LARGE', owner, born: '2024-02-29', broken: () => { throw new Error('bones <are> broken'); } };
const root = {
  pet: ({ id }) => (id === '7' ? rex : null),
  animals: (args) => { seen = args; return [rex, { id: '8', name: 'Tom', lives: 9 }]; },
  find: ({ by }) => { seen = by; return rex; },
  slow: () => new Promise((resolve) => { setTimeout(() => resolve('late'), 60_000).unref(); }),
  sum: ({ numbers }) => numbers.reduce((all, one) => all + one, 0),
  rename: ({ name }) => { if (!name) throw new Error('a name is needed'); return { ...rex, name }; },
};

/** An endpoint of graphql-js, with an optional token and TLS, served as MCP. */
async function endpoint(options, body) {
  const handler = async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const answer = (status, value) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(value)); };
    if (options.token && request.headers.authorization !== `Bearer ${options.token}`) return answer(401, { errors: [{ message: 'sign in first' }] });
    if (request.method !== 'POST') return answer(405, { errors: [{ message: 'questions only' }] });
    const { query, variables, operationName } = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const result = await graphql({ schema, source: query, rootValue: root, variableValues: variables, operationName });
    return answer(result.data === undefined ? 400 : 200, result);
  };
  const server = options.tls ? createSecureServer(options.tls, handler) : createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `${options.tls ? 'https://localhost' : 'http://127.0.0.1'}:${server.address().port}/graphql`;
  const hub = await serve(binary, [options.source ?? address, '--upstream', address, '--allow-private-upstreams', ...(options.args ?? [])]);
  try {
    const client = new Client(hub.url);
    await client.open();
    await body(client);
  } finally {
    await hub.stop();
    server.closeAllConnections();
    server.close();
  }
}

await endpoint({}, async (client) => {
  const tools = await client.tools();
  const names = tools.map((tool) => tool.name).sort().join(' ');
  check('every field is a tool', names === 'animals find pet rename slow sum', names);
  const rename = tools.find((tool) => tool.name === 'rename');
  check('a mutation says that it changes something', rename.annotations.readOnlyHint === false && rename.annotations.destructiveHint !== false, rename.annotations);
  const found = await client.call('pet', { id: '7', fields: '{ id name size owner { login } born }' });
  check('chosen fields come', JSON.stringify(found.structuredContent) === '{"id":"7","name":"Rex","size":"LARGE","owner":{"login":"ann"},"born":"2024-02-29"}', found);
  const none = await client.call('pet', { id: '8', fields: 'id' });
  check('null is an answer', !none.isError, none);
  const usual = await client.call('pet', { id: '7' });
  const words = usual.content.map((one) => one.text).join('\n');
  check('what a field cannot give does not cost the others', usual.structuredContent?.name === 'Rex' || words.includes('Rex'), usual);
  check('and its error is told', words.includes('bones <are> broken'), usual);
  const wrong = await client.call('pet', { id: '7', fields: 'nothing' });
  check('a field that is none is an error with a place', wrong.isError === true && wrong.content[0].text.includes('nothing'), wrong);
  await client.call('animals', { size: 'SMALL', near: { city: 'Bern', also: [{ city: 'Thun', within: 1 }] } });
  check('inputs and their defaults arrive', JSON.stringify(seen) === '{"size":"SMALL","near":{"city":"Bern","within":5,"also":[{"city":"Thun","within":1}]}}', seen);
  const mixed = await client.call('animals', {});
  check('types of an interface are told apart', JSON.stringify(mixed.structuredContent ?? mixed.content).includes('Cat'), mixed);
  await client.call('find', { by: { name: 'Rex' } });
  check('one of several inputs', JSON.stringify(seen) === '{"name":"Rex"}', seen);
  const sum = await client.call('sum', { numbers: '[1, "2", 3]' });
  check('lists as text are healed', sum.content[0].text === '6', sum);
  const renamed = await client.call('rename', { id: '7', name: '' });
  check('an error of the server is an error', renamed.isError === true && renamed.content[0].text.includes('a name is needed'), renamed);
  const enumeration = await client.call('animals', { size: 'HUGE' });
  check('a value that is none is named before it is sent', enumeration.isError === true && enumeration.content[0].text.includes('SMALL'), enumeration);
});

await endpoint({ token: 't0ken', args: ['--document-header', 'Authorization: Bearer t0ken', '--auth', 'token=t0ken'] }, async (client) => {
  const found = await client.call('pet', { id: '7', fields: 'id' });
  check('credentials read the schema and call', found.structuredContent?.id === '7', found);
});
const file = join(folder, 'schema.graphql');
writeFileSync(file, sdl);
await endpoint({ token: 't0ken', source: file }, async (client) => {
  const refused = await client.call('pet', { id: '7', fields: 'id' });
  const text = refused.content[0].text;
  check('without them the call says what is missing', refused.isError === true && text.includes('sign in first') && text.includes('token'), refused);
});

execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
  '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
process.env.SSL_CERT_FILE = join(folder, 'cert.pem');
const tls = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
await endpoint({ tls }, async (client) => {
  const found = await client.call('pet', { id: '7', fields: 'id' });
  check('TLS works, for the schema and for calls', found.structuredContent?.id === '7', found);
});
delete process.env.SSL_CERT_FILE;
await endpoint({ source: file, args: ['--timeout', '1'] }, async (client) => {
  const late = await client.call('slow', {});
  check('silence ends in time', late.isError === true && late.content[0].text.includes('within 1s'), late);
});

rmSync(folder, { recursive: true, force: true });
console.log(`graphql live: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
