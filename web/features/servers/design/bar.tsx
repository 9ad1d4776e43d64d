'use client';
// Says that something is not saved, and saves it.

import { Button } from '@/ui/button';
import { Failure } from '@/ui/states';
import type { Drafting } from './draft';

const SPACE = /^[a-z][a-z0-9_]{0,11}$/;

export function SaveBar({ drafting, disabled }: { drafting: Drafting; disabled: string | false }) {
  if (!drafting.isChanged) return null;
  const wrong = (drafting.design.sources ?? []).some(({ space }) => space && !SPACE.test(space)) && 'The beginning of the names of an API cannot be used';
  return (
    <div role="region" aria-label="Not saved" className="sticky bottom-3 z-20 flex flex-col gap-3 rounded-xl border border-line bg-raised px-4 py-3 shadow-high">
      <Failure error={drafting.save.error} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow basis-52"><span className="font-medium">Not saved.</span> <span className="text-ink-soft">What agents have changes once a version is deployed.</span></p>
        <Button look="quiet" onClick={drafting.discard}>Discard</Button>
        <Button look="primary" busy={drafting.save.isPending} disabled={disabled || wrong} onClick={() => drafting.save.mutate()}>Save the design</Button>
      </div>
    </div>
  );
}
