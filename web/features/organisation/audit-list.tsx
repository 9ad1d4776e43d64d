'use client';
// Lines of an audit log, and one of them in full.

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { Model } from '@/hub/client';
import { useParameter, useSetParameters } from '@/hub/url';
import { Badge, Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Json } from '@/ui/code';
import { CopyButton } from '@/ui/copy';
import { Sheet } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { whole } from '@/ui/numbers';
import { Facts, Panel } from '@/ui/page';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Clock, Time } from '@/ui/time';
import { kindInWords, pageOf } from './happened';

type Entry = Model<'AuditEntry'>;

interface AuditListProps {
  log: UseInfiniteQueryResult<InfiniteData<{ items: Entry[]; next?: string | null }>>;
  whoIs: (actor: Model<'Actor'>) => { name: string; by?: string };
  /** By identifiers. */
  names?: ReadonlyMap<string, string>;
  /** Whose pages subjects lead to. */
  organisation?: string;
  /** Shows all again, where something is filtered. */
  onReset: (() => void) | undefined;
  onAbout: (subject: string) => void;
}

/** What a line is about, as far as it says so. */
function aboutWhat({ subject, detail }: Entry, names: ReadonlyMap<string, string> | undefined): string {
  const known = (typeof detail === 'object' && detail !== null ? detail : {}) as Record<string, unknown>;
  const said = [known.name, known.email, names?.get(subject), known.slug].find((one): one is string => typeof one === 'string' && one !== '');
  return said ?? '';
}

function Outcome({ outcome }: { outcome: string }) {
  return outcome === 'done' ? <Badge tone="good">Done</Badge> : <Badge tone="bad">{outcome.replaceAll('-', ' ')}</Badge>;
}

export function AuditList({ log, whoIs, names, organisation, onReset, onAbout }: AuditListProps) {
  const set = useSetParameters();
  const open = useParameter('entry');
  // Lines are numbered: pages that shift while something is added say some twice.
  const rows = [...new Map((log.data?.pages ?? []).flatMap(({ items }) => items).map((entry) => [entry.number, entry])).values()];
  const columns: Column<Entry>[] = [
    { title: 'What', cell: (entry) => <button type="button" onClick={() => set({ entry: String(entry.number) }, 'push')} className="breaks text-left font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text">{kindInWords(entry.action)}{aboutWhat(entry, names) && <span className="block text-sm font-normal text-ink-faint">{aboutWhat(entry, names)}</span>}</button> },
    { title: 'Who', cell: ({ actor }) => { const { name, by } = whoIs(actor); return <span className="breaks">{name}{by && <span className="block text-sm text-ink-faint">by {by}</span>}</span>; } },
    { title: 'From', from: 'lg', cell: ({ address }) => <span className="tabular text-ink-soft">{address || '–'}</span> },
    { title: 'Outcome', from: 'sm', cell: ({ outcome }) => <Outcome outcome={outcome} /> },
    { title: 'When', isNumber: true, cell: ({ at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Line', isNumber: true, from: 'md', cell: ({ number }) => <span className="text-ink-faint">{whole(number)}</span> },
  ];
  const entry = rows.find(({ number }) => String(number) === open);
  return (
    <>
      <Panel isFlush>
        {log.error ? <Trouble error={log.error} onRetry={() => void log.refetch()} />
          : log.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Audit log" rows={rows} columns={columns} keyOf={({ number }) => String(number)} isPressed more={log.hasNextPage ? { isReading: log.isFetchingNextPage, read: () => void log.fetchNextPage() } : undefined} />
              : onReset ? <NothingFound what="line" onReset={onReset} />
                : <Empty icon={<ScrollText />} title="Nothing was done yet" words="What people and their keys do shows here." />}
      </Panel>
      <Sheet title={entry ? kindInWords(entry.action) : 'Line'} words={entry && <code className="font-mono">{entry.action}</code>} isOpen={open !== '' && entry !== undefined} onClose={() => set({ entry: '' })}>
        {entry && <Whole entry={entry} whoIs={whoIs} organisation={organisation} onAbout={onAbout} />}
      </Sheet>
    </>
  );
}

function Whole({ entry, whoIs, organisation, onAbout }: Pick<AuditListProps, 'whoIs' | 'onAbout'> & { entry: Entry; organisation: string | undefined }) {
  const { name, by } = whoIs(entry.actor);
  const page = organisation && pageOf(organisation, entry.subject);
  return (
    <div className="flex flex-col gap-5">
      <Facts facts={[
        ['Outcome', <Outcome key="o" outcome={entry.outcome} />], ['When', <span key="w"><Clock at={entry.at} /> · <Time at={entry.at} /></span>], ['Who', by ? `${name}, by ${by}` : name],
        ['About', entry.subject && <span key="s" className="flex flex-wrap items-center gap-2">{page ? <Link href={page} className="text-accent-text underline"><Tag>{entry.subject}</Tag></Link> : <Tag>{entry.subject}</Tag>}<Button size="small" look="quiet" onClick={() => onAbout(entry.subject)}>Only this</Button></span>],
        ['From', entry.address], ['With', entry.user_agent], ['Request', <Tag key="r">{entry.request}</Tag>], ['Line', whole(entry.number)],
        ['Hash', <span key="h" className="flex items-start gap-1"><code className="breaks font-mono text-xs">{entry.hash}</code><CopyButton text={entry.hash} label="Copy the hash" /></span>],
      ]} />
      <Json title="What is known of it" value={entry.detail} />
    </div>
  );
}
