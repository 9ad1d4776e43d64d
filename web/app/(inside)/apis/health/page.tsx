'use client';
// How an API's upstream does, and did.

import { ApiHealth } from '@/features/apis/health-history';
import { ApiFrame } from '@/features/apis/frame';

export default function Page() {
  return <ApiFrame>{(api) => <ApiHealth api={api} />}</ApiFrame>;
}
