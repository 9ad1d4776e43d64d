'use client';
// The first run.

import { OutsidePage } from '@/features/session/outside';
import { Setup } from '@/features/session/setup';

export default function Page() {
  return <OutsidePage><Setup /></OutsidePage>;
}
