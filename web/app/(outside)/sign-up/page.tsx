'use client';
// Making an account.

import { OutsidePage } from '@/features/session/outside';
import { SignUp } from '@/features/session/sign-up';

export default function Page() {
  return <OutsidePage><SignUp /></OutsidePage>;
}
