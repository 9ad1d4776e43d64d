'use client';
// An invitation into an organisation.

import { Invitation } from '@/features/session/invitation';

export default function Page() {
  return <Invitation />;
}
