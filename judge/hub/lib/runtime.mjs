// The head of a static program for amd64, for images that are made but never run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes it into `folder`; answers its path, for the setting `images.runtimes`. */
export function headOfRuntime(folder) {
  const bytes = Buffer.alloc(120);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  for (const [at, value] of [[16, 2], [18, 62], [32, 64], [52, 64], [54, 56], [56, 1], [64, 1]]) bytes[at] = value;
  const path = join(folder, 'mcphub-runtime');
  writeFileSync(path, bytes);
  return path;
}
