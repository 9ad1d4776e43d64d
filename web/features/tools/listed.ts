// Whether clients see the tools of a server in one list, or search among them (hub-model's Discovery says the same).

import type { Model } from '@/hub/client';

/** Tools that are listed where the design does not say. */
export const LISTED = 120;

export function isListed(discovery: Model<'Discovery'> | undefined, tools: number): boolean {
  return discovery === 'list' || (discovery !== 'search' && tools <= LISTED);
}
