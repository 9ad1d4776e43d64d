'use client';
// What the hub does in the background.

import { Jobs } from '@/features/admin/jobs';

export default function Page() {
  return <Jobs />;
}
