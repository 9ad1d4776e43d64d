// The example API, examples/petstore, as a real upstream.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../examples/petstore/', import.meta.url));
export const DOCUMENT = `${folder}openapi.yaml`;
export const KEY = 'demo-key';

/** Starts it on a port of its own, and answers where it is: on loopback, or at another address of this machine. */
export async function petstore(host = '') {
  const child = spawn(process.execPath, [`${folder}server.mjs`, '0'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PETSTORE_KEY: KEY, PETSTORE_HOST: host } });
  const base = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(/http:\S+/.exec(String(line))[0]));
    child.once('exit', reject);
  });
  return { base, stop: () => child.kill('SIGTERM') };
}
