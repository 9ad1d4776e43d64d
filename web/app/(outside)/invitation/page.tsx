'use client';
// An invitation into an organisation.

import { OutsidePage } from '@/features/session/outside';
import { Invitation } from '@/features/session/invitation';

export default function Page() {
  return <OutsidePage><Invitation /></OutsidePage>;
}
