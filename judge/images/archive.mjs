// Looks into an archive of an image with tar and gzip, and finds what it says of itself to be so.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect } from '../hub/lib/steps.mjs';

export const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Unpacks it; every digest, size and diff_id in it is checked. */
export function open(file, folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xf', file, '-C', folder]);
  const blob = (digest) => readFileSync(`${folder}/blobs/sha256/${digest.slice(7)}`);
  for (const name of readdirSync(`${folder}/blobs/sha256`)) {
    expect(sha256(readFileSync(`${folder}/blobs/sha256/${name}`)) === `sha256:${name}`, 'a blob is not what its name says', name);
  }
  const read = (descriptor) => {
    const bytes = blob(descriptor.digest);
    expect(bytes.length === descriptor.size, 'a size is wrong', descriptor);
    return bytes;
  };
  const json = (descriptor) => JSON.parse(read(descriptor));
  const index = JSON.parse(readFileSync(`${folder}/index.json`));
  const [root, ...attached] = index.manifests;
  const manifest = json(root);
  const config = json(manifest.config);
  const layers = manifest.layers.map((descriptor, at) => {
    const tar = gunzipSync(read(descriptor));
    expect(sha256(tar) === config.rootfs.diff_ids[at], 'a diff_id is wrong', descriptor);
    writeFileSync(`${folder}/layer-${at}.tar`, tar);
    const files = execFileSync('tar', ['tvf', `${folder}/layer-${at}.tar`, '--full-time', '--utc'], { encoding: 'utf8' }).trim().split('\n');
    return { files, tar, size: descriptor.size };
  });
  const said = attached.map((descriptor) => {
    const own = json(descriptor);
    expect(own.subject.digest === root.digest, 'a document is about another image', own);
    return { kind: descriptor.artifactType, document: json(own.layers[0]) };
  });
  return { root, manifest, config, layers, attached: said };
}
