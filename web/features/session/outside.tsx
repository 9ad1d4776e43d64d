'use client';
// The frame of the pages for those who are not signed in: one card, and what this is.

import { type ReactNode, useEffect } from 'react';
import { Mark } from '@/ui/mark';

interface OutsideProps {
  title: string;
  words?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

export function Outside({ title, words, children, footer }: OutsideProps) {
  useEffect(() => { document.title = `${title} · MCP Hub`; }, [title]);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 bg-sunken px-4 py-12">
      <div className="flex items-center gap-2.5 text-md font-semibold tracking-tight"><Mark className="size-7" />MCP Hub</div>
      <div className="w-full max-w-md rounded-xl border border-line bg-panel p-6 shadow-low sm:p-8">
        <h1 className="text-lg font-semibold">{title}</h1>
        {words && <p className="mt-1 text-ink-soft">{words}</p>}
        <div className="mt-6">{children}</div>
      </div>
      {footer && <p className="max-w-md text-center text-sm text-ink-faint">{footer}</p>}
    </main>
  );
}
