'use client';
// What a server has to say.

import { ServerFrame } from '@/features/servers/frame';
import { Logs } from '@/features/servers/logs';

export default function Page() {
  return <ServerFrame>{(server) => <Logs server={server} />}</ServerFrame>;
}
