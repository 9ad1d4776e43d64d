// How much JavaScript each page loads at first, compressed. Too much fails the build.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { files } from './files.mjs';

/** Bytes as brotli. */
const MOST = 200_000;

export function budget(dist) {
  const pages = files(dist).filter((name) => name.endsWith('.html')).map((name) => {
    const scripts = [...readFileSync(join(dist, name), 'utf8').matchAll(/<script[^>]* src="\/([^"]+)"([^>]*)>/g)];
    // Browsers of this decade leave out what is for those that know no modules.
    const loaded = new Set(scripts.filter(([, , rest]) => !/nomodule/i.test(rest)).map(([, path]) => path));
    return [name, [...loaded].reduce((sum, path) => sum + statSync(join(dist, `${path}.br`)).size, 0)];
  });
  pages.sort(([, one], [, other]) => other - one);
  for (const [name, bytes] of pages) console.log(`${String((bytes / 1000).toFixed(1)).padStart(8)} kB  ${name}`);
  const large = pages.filter(([, bytes]) => bytes > MOST);
  if (large.length > 0) throw new Error(`more than ${MOST / 1000} kB of JavaScript at first: ${large.map(([name]) => name).join(', ')}`);
}
