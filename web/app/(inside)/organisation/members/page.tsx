'use client';
// Who is in an organisation.

import { Members } from '@/features/organisation/members';

export default function Page() {
  return <Members />;
}
