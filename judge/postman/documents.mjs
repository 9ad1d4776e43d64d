// Documents of the corpus that collections are made from.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** So many valid OpenAPI documents of a moderate size, evenly spread, so that the same corpus always gives the same. */
export async function documents(corpus, wanted, only = '') {
  const index = JSON.parse(await readFile(join(corpus, 'index.json'), 'utf8'));
  const entries = Array.isArray(index) ? index : index.entries;
  const usable = entries.filter((one) => one.kind === 'openapi' && one.file.includes('/v') && !one.files
    && one.size < 300_000 && one.operations > 0 && Object.values(one.valid ?? {}).every((said) => said.ok !== false));
  const step = Math.max(1, usable.length / wanted);
  const chosen = Array.from({ length: Math.min(wanted, usable.length) }, (_, i) => usable[Math.floor(i * step)]);
  return chosen.map((one) => ({ path: join(corpus, one.file), kind: 'openapi' })).filter((one) => one.path.includes(only));
}
