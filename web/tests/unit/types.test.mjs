// The types are those of the hub's OpenAPI document.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { types } from '../../build/types.mjs';

test('hub/generated.ts is up to date; `make web-types` makes it so', async () => {
  const kept = readFileSync(new URL('../../hub/generated.ts', import.meta.url), 'utf8');
  // Not compared by a matcher, which would print nine thousand lines.
  expect(kept === await types(), 'run `make web-types`').toBe(true);
}, 60_000);
