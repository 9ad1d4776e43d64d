// Pages for those who are signed in.

import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell';

export default function Layout({ children }: { children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
