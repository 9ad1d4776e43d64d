// How Next.js builds the console: as files that any server can serve. While developing, it asks a running hub.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants';

const FOLDERS = ['app', 'features', 'hub', 'ui'];

/** The same sources are the same build: pages that were loaded of another one load anew. */
function buildId(): string {
  const hash = createHash('sha256').update(readFileSync('package-lock.json')).update(readFileSync('routes.ts'));
  for (const folder of FOLDERS) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const path of names.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      hash.update(path).update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, 20);
}

export default function config(phase: string): NextConfig {
  const both: NextConfig = { reactStrictMode: true, devIndicators: false };
  if (phase !== PHASE_DEVELOPMENT_SERVER) return { ...both, output: 'export', generateBuildId: buildId };
  const hub = process.env.MCPHUB_HUB ?? 'http://127.0.0.1:8080';
  return { ...both, rewrites: async () => ['api', 'mcp'].map((part) => ({ source: `/${part}/:path*`, destination: `${hub}/${part}/:path*` })) };
}
