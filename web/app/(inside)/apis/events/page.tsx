'use client';
// What happened to an API.

import { ApiEvents } from '@/features/apis/events';
import { ApiFrame } from '@/features/apis/frame';

export default function Page() {
  return <ApiFrame>{(api) => <ApiEvents api={api} />}</ApiFrame>;
}
