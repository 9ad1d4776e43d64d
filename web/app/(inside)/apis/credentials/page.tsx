'use client';
// The credentials of an API.

import { ApiFrame } from '@/features/apis/frame';
import { ApiCredentials } from '@/features/apis/credentials';

export default function Page() {
  return <ApiFrame>{(api) => <ApiCredentials api={api} />}</ApiFrame>;
}
