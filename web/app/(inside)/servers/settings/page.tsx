'use client';
// What a server is called, and what is kept of its calls.

import { ServerFrame } from '@/features/servers/frame';
import { ServerSettings } from '@/features/servers/settings/page';

export default function Page() {
  return <ServerFrame>{(server) => <ServerSettings server={server} />}</ServerFrame>;
}
