'use client';
// How clients are told about a server.

import { ServerConnect } from '@/features/servers/connect';
import { ServerFrame } from '@/features/servers/frame';

export default function Page() {
  return <ServerFrame>{(server) => <ServerConnect server={server} />}</ServerFrame>;
}
