'use client';
// Signing in.

import { OutsidePage } from '@/features/session/outside';
import { SignIn } from '@/features/session/sign-in';

export default function Page() {
  return <OutsidePage><SignIn /></OutsidePage>;
}
