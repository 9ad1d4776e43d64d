'use client';
// The calls of a server.

import { Calls } from '@/features/servers/calls';
import { ServerFrame } from '@/features/servers/frame';

export default function Page() {
  return <ServerFrame>{(server) => <Calls server={server} />}</ServerFrame>;
}
