'use client';
// A new password.

import { OutsidePage } from '@/features/session/outside';
import { ResetPassword } from '@/features/session/reset-password';

export default function Page() {
  return <OutsidePage><ResetPassword /></OutsidePage>;
}
