'use client';
// How a server is served.

import { ServerFrame } from '@/features/servers/frame';
import { Deployments } from '@/features/servers/deployments/page';

export default function Page() {
  return <ServerFrame>{(server) => <Deployments server={server} />}</ServerFrame>;
}
