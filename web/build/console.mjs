// Builds the console into dist/: exported by Next.js, without inline scripts, compressed. node build/console.mjs

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { budget } from './budget.mjs';
import { compress } from './compress.mjs';
import { externalise } from './externalise.mjs';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(web, 'out');
const dist = join(web, 'dist');

const built = spawnSync(process.execPath, [join(web, 'node_modules/next/dist/bin/next'), 'build'], {
  cwd: web, stdio: 'inherit', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
});
if (built.status !== 0) process.exit(built.status ?? 1);

externalise(out);
const { files, plain, packed } = compress(out);
for (const name of readdirSync(dist)) {
  if (name !== 'README.md') rmSync(join(dist, name), { recursive: true });
}
cpSync(out, dist, { recursive: true });
rmSync(out, { recursive: true });
const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
console.log(`console: ${files} files, ${kB(plain)}, ${kB(packed)} as brotli`);
budget(dist);
