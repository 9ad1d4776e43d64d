'use client';
// A new organisation.

import { NewOrganisation } from '@/features/organisation/new';

export default function Page() {
  return <NewOrganisation />;
}
