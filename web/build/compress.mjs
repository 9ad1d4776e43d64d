// Puts a brotli and a gzip form beside every text of a built console, so that nobody has to compress it again.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { files } from './files.mjs';

const TEXTS = /\.(html|js|css|txt|json|svg|webmanifest)$/;

/** Does so in a folder; how many files there are, and how large they are as they stand and as brotli. */
export function compress(folder) {
  const sums = { files: 0, plain: 0, packed: 0 };
  for (const name of files(folder)) {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    sums.files += 1;
    sums.plain += bytes.length;
    if (!TEXTS.test(name)) {
      sums.packed += bytes.length;
      continue;
    }
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const small = brotliCompressSync(bytes, { params });
    writeFileSync(`${path}.br`, small);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    sums.packed += small.length;
  }
  return sums;
}
