'use client';
// The revisions of an API's document.

import { Revisions } from '@/features/apis/revisions';
import { ApiFrame } from '@/features/apis/frame';

export default function Page() {
  return <ApiFrame>{(api) => <Revisions api={api} />}</ApiFrame>;
}
