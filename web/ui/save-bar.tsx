'use client';
// Stays in sight while something is not saved; saves it, or takes it back.

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';
import { Confirm } from './dialog';
import { Failure } from './states';

interface SaveBarProps {
  isChanged: boolean;
  /** When what is saved is in force. */
  words?: ReactNode;
  action: string;
  isBusy: boolean;
  /** Why it cannot be saved now. */
  disabled?: string | false | undefined;
  error: Error | null;
  onSave: () => void;
  onDiscard: () => void;
}

export function SaveBar({ isChanged, words, action, isBusy, disabled, error, onSave, onDiscard }: SaveBarProps) {
  const router = useRouter();
  const [wanted, want] = useState<string>();
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // Ways to another page go through links; those within this one keep what was changed.
    const stay = (event: MouseEvent) => {
      const link = (event.target as Element).closest('a[href]');
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.download || link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      want(link.pathname + link.search);
    };
    addEventListener('beforeunload', ask);
    document.addEventListener('click', stay, true);
    return () => {
      removeEventListener('beforeunload', ask);
      document.removeEventListener('click', stay, true);
    };
  }, [isChanged]);
  if (!isChanged) return null;
  return (
    <div role="region" aria-label="Not saved" className="sticky bottom-3 z-20 flex flex-col gap-3 rounded-xl border border-line bg-raised px-4 py-3 shadow-high">
      <Failure error={error} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow basis-52"><span className="font-medium">Not saved.</span> {words && <span className="text-ink-soft">{words}</span>}</p>
        <Button look="quiet" onClick={onDiscard}>Discard</Button>
        <Button look="primary" busy={isBusy} disabled={disabled} onClick={onSave}>{action}</Button>
      </div>
      <Confirm title="Leave without saving?" words="What you changed here is lost." action="Leave" isOpen={wanted !== undefined} onClose={() => want(undefined)} onConfirm={() => { onDiscard(); if (wanted) router.push(wanted); }} />
    </div>
  );
}
