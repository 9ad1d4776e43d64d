// The files of a built console.

import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Paths under a folder, with slashes, in order. */
export function files(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
}
