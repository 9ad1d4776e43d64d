'use client';
// Signing in.

import { SignIn } from '@/features/session/sign-in';

export default function Page() {
  return <SignIn />;
}
