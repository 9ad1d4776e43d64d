'use client';
// The first run.

import { Setup } from '@/features/session/setup';

export default function Page() {
  return <Setup />;
}
