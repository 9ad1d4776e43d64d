'use client';
// Making an account.

import { SignUp } from '@/features/session/sign-up';

export default function Page() {
  return <SignUp />;
}
