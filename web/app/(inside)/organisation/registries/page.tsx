'use client';
// Registries that images are pushed to.

import { Registries } from '@/features/organisation/registries';

export default function Page() {
  return <Registries />;
}
