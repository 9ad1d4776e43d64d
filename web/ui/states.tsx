// What a page shows while it has nothing to show: it is being read, there is nothing yet, it may not be seen, or something is wrong.

import clsx from 'clsx';
import { CircleAlert, Lock, SearchX, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { HubProblem, sentence } from '@/hub/problem';
import { Button } from './button';

/** The place of something that is being read. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('animate-shimmer rounded-md bg-hover', className)} />;
}

/** Rows that are being read. */
/** As high as a chart with its legend, so that nothing moves when it comes. */
export function ChartSkeleton() {
  return <Skeleton className="h-49 w-full" />;
}

export function SkeletonRows({ rows = 6, label = 'Being read' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-4 border-b border-line px-5 py-3.5 last:border-0">
          <Skeleton className="h-4 w-1/4" /><Skeleton className="h-4 w-1/3" /><Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}

interface WordsProps {
  icon?: ReactNode;
  title: string;
  words?: ReactNode;
  children?: ReactNode;
  tone?: 'plain' | 'bad';
}

function Words({ icon, title, words, children, tone = 'plain' }: WordsProps) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      {icon && <div aria-hidden="true" className={clsx('mb-4 flex size-11 items-center justify-center rounded-xl border *:size-5', tone === 'bad' ? 'border-bad-line bg-bad-soft text-bad-text' : 'border-line bg-sunken text-ink-faint')}>{icon}</div>}
      <h2 className="text-md font-semibold">{title}</h2>
      {words && <div className="breaks mt-1 max-w-md text-ink-soft">{words}</div>}
      {children && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}

/** There is nothing here yet, and what to do about it. */
export function Empty(props: Omit<WordsProps, 'tone'>) {
  return <Words {...props} />;
}

/** Nothing fits what was looked for. */
export function NothingFound({ what, onReset }: { what: string; onReset: () => void }) {
  return <Words icon={<SearchX />} title={`No ${what} like that`} words="Nothing fits what you are looking for."><Button onClick={onReset}>Show all</Button></Words>;
}

/** It could not be read. Says why, and what can be done. */
export function Trouble({ error, onRetry, what }: { error: Error; onRetry?: () => void; what?: string }) {
  const problem = error instanceof HubProblem ? error : undefined;
  if (problem?.code === 'forbidden') {
    return <Words icon={<Lock />} title="You may not see this" words={<>{sentence(problem.message)} Somebody who manages the organisation&rsquo;s members can give you a role that has it.</>} />;
  }
  if (problem?.code === 'not_found') {
    return <Words icon={<SearchX />} title={what ? `This ${what} is not there` : 'This is not there'} words={sentence(problem.message)} />;
  }
  const isAway = problem?.code === 'unreachable';
  return (
    <div role="alert">
      <Words icon={isAway ? <WifiOff /> : <CircleAlert />} tone="bad" title={isAway ? 'The hub does not answer' : 'This could not be read'} words={<>{sentence(error.message)}{problem?.request && problem.status >= 500 && <RequestId id={problem.request} />}</>}>
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
      </Words>
    </div>
  );
}

function RequestId({ id }: { id: string }) {
  return <span className="mt-2 block text-sm text-ink-faint">Request <code className="font-mono">{id}</code>, as in the hub&rsquo;s log.</span>;
}

const CALLOUTS = {
  plain: 'border-line bg-sunken',
  warn: 'border-warn-line bg-warn-soft text-warn-text',
  bad: 'border-bad-line bg-bad-soft text-bad-text',
  good: 'border-good-line bg-good-soft text-good-text',
} as const;

/** Something to be said within a page. */
export function Callout({ tone = 'plain', title, children, actions }: { tone?: keyof typeof CALLOUTS; title?: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div role={tone === 'bad' ? 'alert' : undefined} className={clsx('flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border px-4 py-3', CALLOUTS[tone])}>
      {(tone === 'bad' || tone === 'warn') && <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
      <div className="breaks min-w-0 grow basis-60">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={clsx(title && 'mt-0.5', tone === 'plain' && 'text-ink-soft')}>{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

/** What went wrong with something that was asked for, within a form. */
export function Failure({ error, actions }: { error: Error | null; actions?: ReactNode }) {
  if (!error) return null;
  const problem = error instanceof HubProblem ? error : undefined;
  return (
    <Callout tone="bad" actions={actions}>
      {sentence(error.message)}
      {problem && problem.status >= 500 && problem.request && <RequestId id={problem.request} />}
    </Callout>
  );
}
