// Tests of what needs no browser.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Moments are shown in the time of the place.
process.env.TZ = 'UTC';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: { include: ['tests/unit/**/*.test.{ts,mjs}'], environment: 'node' },
});
