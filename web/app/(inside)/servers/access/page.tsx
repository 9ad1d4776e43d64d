'use client';
// Who may use a server.

import { ServerFrame } from '@/features/servers/frame';
import { ServerAccess } from '@/features/servers/access/page';

export default function Page() {
  return <ServerFrame>{(server) => <ServerAccess server={server} />}</ServerFrame>;
}
