'use client';
// A server at a glance.

import { ServerOverview } from '@/features/servers/overview';
import { ServerFrame } from '@/features/servers/frame';

export default function Page() {
  return <ServerFrame>{(server) => <ServerOverview server={server} />}</ServerFrame>;
}
