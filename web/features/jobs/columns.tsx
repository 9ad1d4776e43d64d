'use client';
// Jobs as rows: what they do, where they stand, how often they were tried.

import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { Status, type Tone } from '@/ui/badge';
import { millis } from '@/ui/numbers';
import type { Column } from '@/ui/table';
import { Time } from '@/ui/time';

type Job = Model<'Job'>;

export const STATES: Record<Model<'JobState'>, { words: string; tone: Tone }> = {
  queued: { words: 'Waits', tone: 'plain' }, running: { words: 'Runs', tone: 'accent' }, succeeded: { words: 'Done', tone: 'good' }, failed: { words: 'Failed', tone: 'bad' }, cancelled: { words: 'Called off', tone: 'plain' },
};

export function JobStatus({ job }: { job: Job }) {
  const { words, tone } = STATES[job.state];
  if (job.is_cancelling && job.state === 'running') return <Status tone="warn" isChanging>Is called off</Status>;
  if (job.state === 'queued' && job.attempts > 0) return <Status tone="warn">Tried again</Status>;
  return <Status tone={tone} isChanging={job.state === 'running'}>{words}</Status>;
}

/** A map, as kinds come from addresses too: an object has more keys than are written. */
const KINDS = new Map([['compile-api', 'Read a document'], ['deliver-webhook', 'Deliver to a webhook'], ['build-image', 'Build an image']]);

/** `purge-organisation`: `Purge organisation`. */
export function jobInWords(kind: string): string {
  return KINDS.get(kind) ?? kind.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
}

export function took({ started_at: from, finished_at: to }: Job): string {
  return from && to ? millis(Date.parse(to) - Date.parse(from)) : '–';
}

/** What a job says in a line: why it failed, how far it is, or what it came to. */
function says({ error, progress, state, result }: Job): string {
  if (error) return sentence(error);
  if (state === 'queued' || state === 'running') return progress.message ? sentence(progress.message) : '–';
  const { number, changed, state: became, name } = (result ?? {}) as { number?: number; changed?: boolean; state?: string; name?: string };
  if (name) return `${name}.`;
  if (changed === false) return 'Nothing had changed.';
  return number ? `Revision ${number}${became ? `, ${became}` : ''}.` : '–';
}

export const JOB_COLUMNS: Column<Job>[] = [
  { title: 'Job', cell: ({ kind }) => jobInWords(kind) },
  { title: 'State', className: 'w-32', cell: (job) => <JobStatus job={job} /> },
  { title: 'It says', from: 'md', className: 'w-2/5', cell: (job) => <span className="breaks line-clamp-2 text-sm text-ink-soft">{says(job)}</span> },
  { title: 'Attempts', isNumber: true, from: 'sm', cell: ({ attempts, attempts_allowed: most }) => `${attempts} of ${most}` },
  { title: 'Took', isNumber: true, from: 'lg', cell: took },
  { title: 'Asked for', isNumber: true, cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
];
