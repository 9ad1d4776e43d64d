'use client';
// Every setting of the hub.

import { Settings } from '@/features/admin/settings';

export default function Page() {
  return <Settings />;
}
