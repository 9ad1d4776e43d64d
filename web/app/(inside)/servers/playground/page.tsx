'use client';
// A server as an MCP client meets it.

import { ServerFrame } from '@/features/servers/frame';
import { Playground } from '@/features/servers/playground/page';

export default function Page() {
  return <ServerFrame>{(server) => <Playground server={server} />}</ServerFrame>;
}
