'use client';
// An API at a glance.

import { ApiFrame } from '@/features/apis/frame';
import { ApiOverview } from '@/features/apis/overview';

export default function Page() {
  return <ApiFrame>{(api) => <ApiOverview api={api} />}</ApiFrame>;
}
