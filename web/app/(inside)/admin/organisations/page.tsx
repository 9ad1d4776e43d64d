'use client';
// All organisations of the hub.

import { Organisations } from '@/features/admin/organisations';

export default function Page() {
  return <Organisations />;
}
