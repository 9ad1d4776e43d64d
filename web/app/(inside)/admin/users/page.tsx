'use client';
// Everybody who has an account.

import { Users } from '@/features/admin/users';

export default function Page() {
  return <Users />;
}
