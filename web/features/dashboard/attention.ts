// What somebody should look at, the gravest first.

import { CircleAlert, FileDiff, HeartCrack, type LucideIcon, ServerOff } from 'lucide-react';
import type { Model } from '@/hub/client';
import { to } from '@/routes';

export interface Concern {
  icon: LucideIcon;
  name: string;
  words: string;
  href: string;
  isBad: boolean;
}

export function attention(organisation: string, apis: readonly Model<'Api'>[], servers: readonly Model<'Server'>[]): Concern[] {
  const found: Concern[] = [];
  for (const { name, slug, deployment } of servers) {
    const href = to.server(organisation, slug);
    if (deployment?.state === 'failed') found.push({ icon: ServerOff, name, words: `could not be started${deployment.message ? `: ${deployment.message}` : ''}`, href, isBad: true });
    if (deployment?.state === 'degraded') found.push({ icon: CircleAlert, name, words: `is degraded${deployment.message ? `: ${deployment.message}` : ''}`, href, isBad: false });
  }
  for (const { name, slug, health, pending_revision: pending, current_revision: current } of apis) {
    const href = to.api(organisation, slug);
    if (health.state === 'unhealthy') found.push({ icon: HeartCrack, name, words: `is unhealthy${health.message ? `: ${health.message}` : ''}`, href, isBad: true });
    if (health.state === 'degraded') found.push({ icon: CircleAlert, name, words: `is degraded${health.message ? `: ${health.message}` : ''}`, href, isBad: false });
    if (pending) found.push({ icon: FileDiff, name, words: 'has a new revision that waits for approval', href, isBad: false });
    if (!current) found.push({ icon: CircleAlert, name, words: 'has no revision that can be used', href: to.wizard(organisation, { step: 'found', api: slug }), isBad: true });
  }
  return found.sort((one, other) => Number(other.isBad) - Number(one.isBad));
}
