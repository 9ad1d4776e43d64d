'use client';
// API keys.

import { Keys } from '@/features/organisation/keys';

export default function Page() {
  return <Keys />;
}
