// Calls tools made from every corpus proto against real gRPC servers, which compare what arrives with what protobuf makes.
// node run.mjs BINARY CORPUS OUT [--python PATH] and what judge.py takes

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);
const at = given.indexOf('--python');
const [python] = at < 0 ? ['python3'] : given.splice(at, 2).slice(1);
if (given.length < 3) {
  console.error('usage: run.mjs BINARY CORPUS OUT [--python PATH] [--only PART] [--tools N] [--rounds N] [--limit N]');
  process.exit(2);
}
const ran = spawnSync(python, [join(here, 'judge.py'), ...given], { stdio: 'inherit', env: { GRPC_VERBOSITY: 'NONE', ...process.env } });
process.exit(ran.status ?? 1);
