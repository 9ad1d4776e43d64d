'use client';
// What a server is made of.

import { ServerFrame } from '@/features/servers/frame';
import { DesignEditor } from '@/features/servers/design/editor';

export default function Page() {
  return <ServerFrame>{(server) => <DesignEditor server={server} />}</ServerFrame>;
}
