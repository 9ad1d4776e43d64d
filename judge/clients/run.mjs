// `make clients`: real clients, in both eras, over HTTP and stdio, against `mcphub run` of the petstore with its real upstream.
// node run.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]

import { serve } from '../lib/mcp.mjs';
import { DOCUMENT, KEY, petstore } from '../lib/petstore.mjs';
import { Visitor, visits } from './visits.mjs';

const [binary, pythonTwo, pythonOne, flag, only = ''] = process.argv.slice(2);
if (!pythonOne || (flag && flag !== '--only')) {
  console.error('usage: run.mjs BINARY PYTHON_V2 PYTHON_V1 [--only PART]');
  process.exit(2);
}

const upstream = await petstore();
const common = [DOCUMENT, '--upstream', upstream.base, '--allow-private-upstreams', '--auth', `api_key=${KEY}`];
const server = await serve(binary, common);
const visitor = new Visitor(server.url);
const transports = [['http', server.url], ['stdio', binary, 'run', ...common, '--stdio']];

let passed = 0;
let failed = 0;
try {
  for (const [title, command, expected] of visits({ pythonOne, pythonTwo, transports }).filter(([title]) => title.includes(only))) {
    const { ok, words } = await visitor.visit(command, expected);
    if (ok) passed++; else failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}`);
    if (!ok) console.log(words.trim().split('\n').slice(-15).map((line) => `       ${line}`).join('\n'));
  }
} finally {
  await server.stop();
  upstream.stop();
  visitor.end();
}
console.log(`clients: ${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
