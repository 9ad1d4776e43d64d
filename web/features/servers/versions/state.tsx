// What becomes of a version: whether it is served, and to whom.

import type { Model } from '@/hub/client';
import { Badge } from '@/ui/badge';

/** Callers of a hundred that get a version now. */
export function shareOf(deployment: Model<'Deployment'> | null | undefined, version: string): number {
  if (!deployment?.is_wanted) return 0;
  if (deployment.canary?.version === version) return deployment.canary.percent;
  return deployment.version === version ? 100 - (deployment.canary?.percent ?? 0) : 0;
}

export function VersionState({ server, version }: { server: Model<'Server'>; version: string }) {
  const share = shareOf(server.deployment, version);
  if (share === 0) return <span className="text-ink-faint">–</span>;
  return <Badge tone={server.deployment?.canary?.version === version ? 'accent' : 'good'}>{share === 100 ? 'Served' : `Served to ${share} %`}</Badge>;
}
