// Takes scripts out of pages into files of their own, named by their content: a strict policy allows none within a page.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { files } from './files.mjs';

const FOLDER = '_next/static/inline';
/** What runs before a page is painted. It keeps its place in the page, and gets a hash into its name like the rest. */
const FIRST = 'theme.js';
/** One inline script or several in a row. Next.js writes them without attributes that matter here. */
const INLINE = /(?:<script(?: id="[^"]*")?>[\s\S]*?<\/script>)+/g;
const ONE = /<script(?: id="[^"]*")?>([\s\S]*?)<\/script>/g;

const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Does so to every page of a folder. */
export function externalise(out) {
  mkdirSync(join(out, FOLDER), { recursive: true });
  const first = `${FOLDER}/theme-${hash(readFileSync(join(out, FIRST)))}.js`;
  renameSync(join(out, FIRST), join(out, first));
  for (const name of files(out)) {
    if (!/\.(html|txt)$/.test(name)) continue;
    let text = readFileSync(join(out, name), 'utf8').replaceAll(`"/${FIRST}`, `"/${first}`).replaceAll(`\\"/${FIRST}`, `\\"/${first}`);
    if (name.endsWith('.html')) text = text.replace(INLINE, (found) => reference(out, found));
    if (name.endsWith('.html')) check(name, text);
    writeFileSync(join(out, name), text);
  }
}

/** The scripts in a row as one, with the same effect in the same place: it is waited for like they were. */
function reference(out, found) {
  const code = [...found.matchAll(ONE)].map((match) => match[1]).join(';\n');
  const name = `${FOLDER}/${hash(code)}.js`;
  writeFileSync(join(out, name), code);
  return `<script src="/${name}"></script>`;
}

/** A page that would break the policy fails the build, and not the page. */
function check(name, text) {
  const bare = text.replace(/<script [^>]*src="[^"]*"[^>]*><\/script>/g, '');
  for (const [what, pattern] of [['a script', /<script/], ['a style', /<style/], ['the attribute style', /<[^>]+\sstyle=/], ['a handler', /<[^>]+\son[a-z]+=/]]) {
    const found = pattern.exec(bare);
    if (found) throw new Error(`${name} has ${what} within the page, which the policy forbids: ${bare.slice(found.index, found.index + 160)}`);
  }
}
