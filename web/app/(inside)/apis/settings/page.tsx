'use client';
// An API's settings.

import { ApiSettings } from '@/features/apis/settings';
import { ApiFrame } from '@/features/apis/frame';

export default function Page() {
  return <ApiFrame>{(api) => <ApiSettings api={api} />}</ApiFrame>;
}
