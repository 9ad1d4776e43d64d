'use client';
// Receivers of events.

import { Webhooks } from '@/features/organisation/webhooks';

export default function Page() {
  return <Webhooks />;
}
