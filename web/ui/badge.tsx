// A word about the state of something. Colour never says it alone.

import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  plain: 'border-line-strong bg-sunken text-ink-soft',
  accent: 'border-accent-line bg-accent-soft text-accent-text',
  good: 'border-good-line bg-good-soft text-good-text',
  warn: 'border-warn-line bg-warn-soft text-warn-text',
  bad: 'border-bad-line bg-bad-soft text-bad-text',
};
const DOTS: Record<Tone, string> = { plain: 'bg-ink-faint', accent: 'bg-accent', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad' };

export function Badge({ tone = 'plain', children, className }: { tone?: Tone; children: ReactNode; className?: string }) {
  return <span className={clsx('inline-flex h-5 max-w-full items-center gap-1 rounded-md border px-1.5 text-2xs font-medium whitespace-nowrap', TONES[tone], className)}>{children}</span>;
}

/** A state with its point; one that is still changing breathes. */
export function Status({ tone, children, isChanging = false, className }: { tone: Tone; children: ReactNode; isChanging?: boolean; className?: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-2 whitespace-nowrap', className)}>
      <span aria-hidden="true" className={clsx('size-2 shrink-0 rounded-full', DOTS[tone], isChanging && 'animate-breathe')} />
      {children}
    </span>
  );
}

/** A tag, a method, a name of something technical. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={clsx('inline-block max-w-full truncate rounded-sm bg-sunken px-1.5 font-mono text-xs text-ink-soft', className)}>{children}</span>;
}
