'use client';
// The APIs of an organisation.

import { Apis } from '@/features/apis/list';

export default function Page() {
  return <Apis />;
}
