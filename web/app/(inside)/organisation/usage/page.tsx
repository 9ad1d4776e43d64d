'use client';
// What an organisation uses.

import { Usage } from '@/features/organisation/usage';

export default function Page() {
  return <Usage />;
}
