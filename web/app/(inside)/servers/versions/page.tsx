'use client';
// The versions of a server.

import { ServerFrame } from '@/features/servers/frame';
import { Versions } from '@/features/servers/versions/page';

export default function Page() {
  return <ServerFrame>{(server) => <Versions server={server} />}</ServerFrame>;
}
