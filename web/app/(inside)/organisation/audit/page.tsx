'use client';
// The audit log.

import { Audit } from '@/features/organisation/audit';

export default function Page() {
  return <Audit />;
}
