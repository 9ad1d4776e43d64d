'use client';
// An organisation itself.

import { OrganisationSettings } from '@/features/organisation/settings';

export default function Page() {
  return <OrganisationSettings />;
}
