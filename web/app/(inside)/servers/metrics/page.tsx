'use client';
// How a server is used, and how it does.

import { ServerFrame } from '@/features/servers/frame';
import { Metrics } from '@/features/servers/metrics';

export default function Page() {
  return <ServerFrame>{(server) => <Metrics server={server} />}</ServerFrame>;
}
