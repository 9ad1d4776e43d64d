'use client';
// The tools of an API.

import { ApiFrame } from '@/features/apis/frame';
import { ApiTools } from '@/features/apis/tools';

export default function Page() {
  return <ApiFrame>{(api) => <ApiTools api={api} />}</ApiFrame>;
}
