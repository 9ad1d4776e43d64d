'use client';
// The wizard.

import { Wizard } from '@/features/wizard/wizard';

export default function Page() {
  return <Wizard />;
}
