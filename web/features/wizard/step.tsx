'use client';
// The frame of a step: what it is for, and the ways on and back.

import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button, LinkButton } from '@/ui/button';

interface StepProps {
  title: string;
  words?: ReactNode;
  children: ReactNode;
  /** Where the step before is. */
  back?: string;
  /** The way on: a link, or something to be done first. */
  next?: { label: string; href?: string; onClick?: () => void; disabled?: string | false; busy?: boolean; isSubmit?: boolean };
  /** For those who do not need this step. */
  skip?: { label: string; href: string };
}

export function Step({ title, words, children, back, next, skip }: StepProps) {
  const router = useRouter();
  const head = useRef<HTMLHeadingElement>(null);
  // Whoever listens hears where they are.
  useEffect(() => { head.current?.focus({ preventScroll: true }); }, []);
  const go = next?.onClick ?? (next?.href ? () => router.push(next.href!) : undefined);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div>
        <h2 ref={head} tabIndex={-1} className="text-lg font-semibold outline-none">{title}</h2>
        {words && <p className="mt-1 max-w-2xl text-ink-soft">{words}</p>}
      </div>
      {children}
      {(back || next || skip) && (
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-2 border-t border-line bg-ground/92 px-4 py-3 backdrop-blur-sm sm:mx-0 sm:px-0">
          {back && <LinkButton href={back} look="quiet" icon={<ArrowLeft className="size-4" />}>Back</LinkButton>}
          <span className="grow" />
          {skip && <LinkButton href={skip.href} look="quiet">{skip.label}</LinkButton>}
          {next && (
            <Button type={next.isSubmit ? 'submit' : 'button'} look="primary" size="large" onClick={go} disabled={next.disabled} busy={next.busy ?? false}>
              {next.label}<ArrowRight aria-hidden className="size-4" />
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
