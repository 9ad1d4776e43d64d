'use client';
// How the hub does.

import { System } from '@/features/admin/system';

export default function Page() {
  return <System />;
}
