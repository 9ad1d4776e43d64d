// Whether the process that serves this page is ready, as it tells whoever balances load.

import { queryOptions } from '@tanstack/react-query';
import { unreachable } from './problem';

export interface Readiness {
  ready: boolean;
  /** `ok`, `not used`, or what is wrong. */
  database: string;
  redis: string;
  gateway: string;
}

export const readiness = queryOptions({
  queryKey: ['/readyz'],
  queryFn: async ({ signal }): Promise<Readiness> => {
    // One that is not ready says so with its status, and why in the body.
    const response = await fetch('/readyz', { signal }).catch(() => { throw unreachable(); });
    return await response.json() as Readiness;
  },
});
