'use client';
// What roles allow.

import { Roles } from '@/features/organisation/roles';

export default function Page() {
  return <Roles />;
}
