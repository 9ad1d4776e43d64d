// Makes hub/generated.ts of the hub's OpenAPI document, as its tests keep it. node build/types.mjs [--check]

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const KEPT = join(web, '../crates/hub-server/tests/it/snapshots/it__document__openapi.snap');
const MADE = join(web, 'hub/generated.ts');

/** The document, after the head that the test puts before it. */
function document() {
  const text = readFileSync(KEPT, 'utf8');
  return JSON.parse(text.slice(text.indexOf('\n---\n', 4) + 5));
}

/** Some schemas say more than TypeScript needs: a plain object of whatever, as text. */
function transform(schema) {
  if (schema.format === 'binary') return ts.factory.createTypeReferenceNode('Blob');
  return undefined;
}

/** What the file has to say. */
export async function types() {
  const nodes = await openapi(document(), { transform, alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true });
  return `// What the hub's REST API takes and answers, made of its OpenAPI document by \`make web-types\`. Not to be edited.\n\n${astToString(nodes)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await types();
  if (!process.argv.includes('--check')) writeFileSync(MADE, made);
  else if (readFileSync(MADE, 'utf8') !== made) {
    console.error('hub/generated.ts is not what the OpenAPI document says: run `make web-types`');
    process.exit(1);
  }
}
