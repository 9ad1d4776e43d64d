// `make bench-kinds`: CPU of one tools/call for each kind of API, interleaved in one run. Each kind has the same operation: a pet is
// asked for by its id with two more arguments, and comes back with the same fields. Only the hub's own CPU time is counted.
// node kinds.mjs BINARY [--rounds N] [--calls N]

import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Client } from './lib/mcp.mjs';

const { values, positionals: [binary] } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, calls: { type: 'string', default: '6000' }, at_once: { type: 'string', default: '16' } },
});
if (!binary) { console.error('usage: kinds.mjs BINARY [--rounds N] [--calls N]'); process.exit(2); }

const pet = {
  id: 7, name: 'Rex & Co', status: 'available', price: 12.5, weight: 31, vaccinated: true, colour: 'black',
  tags: ['friendly', 'house-trained', 'large'], owner: { login: 'ann', email: 'ann@example.com', city: 'Bern' },
  born: '2024-02-29T12:00:00Z', notes: 'A dog that likes long walks and short meetings.',
};
const args = { id: 7, locale: 'de-CH', size: 'large' };

// The documents.
const text = { type: 'string' };
const openapi = {
  openapi: '3.1.0', info: { title: 'Pets', version: '1' }, servers: [{ url: 'http://127.0.0.1' }],
  paths: {
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'locale', in: 'query', schema: text }, { name: 'size', in: 'query', schema: text },
        ],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: {
          type: 'object',
          properties: {
            id: { type: 'integer' }, name: text, status: text, price: { type: 'number' }, weight: { type: 'integer' }, vaccinated: { type: 'boolean' },
            colour: text, tags: { type: 'array', items: text }, born: text, notes: text,
            owner: { type: 'object', properties: { login: text, email: text, city: text } },
          },
        } } } } },
      },
    },
  },
};
const sdl = `type Query { getPet(id: Int!, locale: String, size: String): Pet }
type Pet { id: Int! name: String status: String price: Float weight: Int vaccinated: Boolean colour: String tags: [String!] owner: Owner born: String notes: String }
type Owner { login: String email: String city: String }`;
const proto = `syntax = "proto3"; package pets;
service Pets { rpc GetPet(Ask) returns (Pet); }
message Ask { int32 id = 1; string locale = 2; string size = 3; }
message Pet { int32 id = 1; string name = 2; string status = 3; double price = 4; int32 weight = 5; bool vaccinated = 6; string colour = 7;
  repeated string tags = 8; Owner owner = 9; string born = 10; string notes = 11; }
message Owner { string login = 1; string email = 2; string city = 3; }`;
const element = (name, type, more = '') => `<xs:element name="${name}" type="${type}" ${more}/>`;
const wsdl = `<definitions name="Pets" targetNamespace="urn:pets" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:pets"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"><types><xs:schema targetNamespace="urn:pets" elementFormDefault="qualified">
 <xs:element name="GetPet"><xs:complexType><xs:sequence>${element('id', 'xs:int')}${element('locale', 'xs:string', 'minOccurs="0"')}${element('size', 'xs:string', 'minOccurs="0"')}</xs:sequence></xs:complexType></xs:element>
 <xs:element name="Pet"><xs:complexType><xs:sequence>${[['id', 'xs:int'], ['name', 'xs:string'], ['status', 'xs:string'], ['price', 'xs:double'], ['weight', 'xs:int'], ['vaccinated', 'xs:boolean'], ['colour', 'xs:string'], ['tags', 'xs:string', 'maxOccurs="unbounded"'], ['owner', 't:Owner'], ['born', 'xs:dateTime'], ['notes', 'xs:string']].map((one) => element(...one)).join('')}</xs:sequence></xs:complexType></xs:element>
 <xs:complexType name="Owner"><xs:sequence>${['login', 'email', 'city'].map((name) => element(name, 'xs:string')).join('')}</xs:sequence></xs:complexType>
 </xs:schema></types><message name="in"><part name="p" element="t:GetPet"/></message><message name="out"><part name="p" element="t:Pet"/></message>
 <portType name="Pets"><operation name="GetPet"><input message="t:in"/><output message="t:out"/></operation></portType>
 <binding name="b" type="t:Pets"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="GetPet"><soap:operation soapAction="getPet"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
 <service name="s"><port name="p" binding="t:b"><soap:address location="http://127.0.0.1/soap"/></port></service></definitions>`;

// The answers.
const json = JSON.stringify(pet);
const xml = (value, name) => (Array.isArray(value) ? value.map((one) => xml(one, name)).join('')
  : `<${name}>${typeof value === 'object' ? Object.entries(value).map(([key, inner]) => xml(inner, key)).join('') : String(value).replaceAll('&', '&amp;')}</${name}>`);
const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Pet xmlns="urn:pets">${Object.entries(pet).map(([key, value]) => xml(value, key)).join('')}</Pet></s:Body></s:Envelope>`;
const varint = (n) => { const out = []; for (; n > 127; n >>>= 7) out.push((n & 127) | 128); return [...out, n]; };
const bytes = (field, body) => [field << 3 | 2, ...varint(body.length), ...body];
const words = (field, value) => bytes(field, Buffer.from(value));
const double = Buffer.alloc(8);
double.writeDoubleLE(pet.price);
const message = Buffer.from([
  8, pet.id, ...words(2, pet.name), ...words(3, pet.status), 4 << 3 | 1, ...double, 5 << 3, pet.weight, 6 << 3, 1, ...words(7, pet.colour),
  ...pet.tags.flatMap((tag) => words(8, tag)), ...bytes(9, [...words(1, pet.owner.login), ...words(2, pet.owner.email), ...words(3, pet.owner.city)]),
  ...words(10, pet.born), ...words(11, pet.notes),
]);
const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);

const http1 = createServer((asked, response) => {
  asked.resume();
  asked.on('end', () => {
    const [kind, body] = asked.url.startsWith('/graphql') ? ['application/json', `{"data":{"getPet":${json}}}`]
      : asked.url.startsWith('/soap') ? ['text/xml; charset=utf-8', envelope] : ['application/json', json];
    response.writeHead(200, { 'content-type': kind, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
const http2 = createHttp2Server();
http2.on('stream', (stream) => {
  stream.resume();
  stream.on('end', () => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(frame);
  });
});
for (const server of [http1, http2]) await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const [one, two] = [http1, http2].map((server) => `http://127.0.0.1:${server.address().port}`);

const folder = mkdtempSync(join(tmpdir(), 'mcphub-kinds-'));
const kinds = [
  ['REST', 'pets.json', JSON.stringify(openapi), one],
  ['GraphQL', 'pets.graphql', sdl, `${one}/graphql`],
  ['SOAP', 'pets.wsdl', wsdl, `${one}/soap`],
  ['gRPC', 'pets.proto', proto, two],
];

/** Nanoseconds of CPU that a process has used, all threads together. */
function used(pid) {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try { sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]); } catch { /* it has ended */ }
  }
  return sum;
}

async function start([name, file, document, upstream]) {
  writeFileSync(join(folder, file), document);
  const child = spawn(binary, ['run', join(folder, file), '--upstream', upstream, '--allow-private-upstreams', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (more) => { said += more; const found = /listening on (http:\/\/\S+)/.exec(said); if (found) resolve(found[1]); });
    child.once('exit', () => reject(new Error(said)));
  });
  const client = new Client(url);
  await client.open();
  const [tool] = await client.tools();
  const answer = await client.call(tool.name, args);
  const same = JSON.stringify(Object.entries(answer.structuredContent ?? {}).sort()) === JSON.stringify(Object.entries(pet).sort());
  if (answer.isError || !same) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool.name, arguments: args } });
  return { name, child, url: new URL(url), headers: { ...client.headers, 'content-length': Buffer.byteLength(body) }, body, spent: [] };
}

async function load(hub, calls) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number(values.at_once) });
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      await new Promise((resolve, reject) => {
        const asking = request(hub.url, { method: 'POST', agent, headers: hub.headers }, (response) => {
          response.resume();
          response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${hub.name}: ${response.statusCode}`))));
        });
        asking.on('error', reject);
        asking.end(hub.body);
      });
    }
  };
  await Promise.all(Array.from({ length: Number(values.at_once) }, worker));
  agent.destroy();
}

const hubs = [];
try {
  for (const kind of kinds) hubs.push(await start(kind));
  for (const hub of hubs) await load(hub, 1000);
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const hub of hubs) {
      const before = used(hub.child.pid);
      await load(hub, Number(values.calls));
      hub.spent.push((used(hub.child.pid) - before) / Number(values.calls) / 1000);
    }
  }
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const rest = median(hubs[0].spent);
  console.log(`| kind | CPU per call | least to most | beside REST |\n|---|--:|--:|--:|`);
  for (const { name, spent } of hubs) {
    console.log(`| ${name} | ${median(spent).toFixed(1)} µs | ${Math.min(...spent).toFixed(1)} to ${Math.max(...spent).toFixed(1)} µs | ${(median(spent) / rest).toFixed(2)} × |`);
  }
  console.log(`${values.rounds} rounds of ${values.calls} calls, ${values.at_once} at once; load average ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')}`);
} finally {
  for (const hub of hubs) hub.child.kill('SIGTERM');
  http1.closeAllConnections();
  http1.close();
  http2.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
