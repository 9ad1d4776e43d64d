'use client';
// The servers of an organisation.

import { Servers } from '@/features/servers/list';

export default function Page() {
  return <Servers />;
}
