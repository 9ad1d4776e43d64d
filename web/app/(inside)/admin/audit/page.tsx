'use client';
// The audit log of the hub itself.

import { HubAudit } from '@/features/admin/audit';

export default function Page() {
  return <HubAudit />;
}
