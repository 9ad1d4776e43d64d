'use client';
// One's own account.

import { Account } from '@/features/account/account';

export default function Page() {
  return <Account />;
}
