'use client';
// What an agent notices of a version: what breaks it, what it reads otherwise, what is new.

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { Badge, type Tone } from '@/ui/badge';
import { Segments } from '@/ui/choices';
import { count, whole } from '@/ui/numbers';
import { Skeleton, Trouble } from '@/ui/states';
import { VirtualList } from '@/ui/virtual';

export type Impact = 'breaking' | 'notable' | 'addition';
export interface Change {
  impact: Impact;
  /** Empty where the server as a whole changed. */
  tool: string;
  message: string;
}

const IMPACTS: Record<Impact, { word: string; tone: Tone; one: string }> = {
  breaking: { word: 'Breaking', tone: 'bad', one: 'breaking' },
  notable: { word: 'Notable', tone: 'warn', one: 'notable' },
  addition: { word: 'Addition', tone: 'good', one: 'added' },
};

/** A part of a version as it is kept. The hub's document calls each of them a value. */
export function usePart<Part>(server: Model<'Server'>, version: string, part: 'hashes' | 'changes' | 'conflicts', isWanted = true) {
  const { slug: organisation } = useOrganisation();
  const found = useQuery({ ...read('/organisations/{organisation}/servers/{server}/versions/{version}/{part}', { path: { organisation, server: server.slug, version, part } }), enabled: isWanted && version !== '', staleTime: Infinity });
  return { data: found.data as Part | undefined, error: found.error, retry: () => void found.refetch() };
}

export function ChangeBadges({ version }: { version: Model<'ServerVersion'> }) {
  if (version.number === 1 && version.changes === 0) return <span className="text-ink-faint">The first</span>;
  if (version.changes === 0) return <span className="text-ink-faint">None</span>;
  const other = version.changes - version.breaking;
  return (
    <span className="flex flex-wrap gap-1.5">
      {version.breaking > 0 && <Badge tone="bad">{whole(version.breaking)} breaking</Badge>}
      {other > 0 && <Badge>{whole(other)} {version.breaking > 0 ? 'other' : other === 1 ? 'change' : 'changes'}</Badge>}
    </span>
  );
}

export function Changes({ server, version }: { server: Model<'Server'>; version: Model<'ServerVersion'> }) {
  const changes = usePart<Change[]>(server, version.id, 'changes');
  if (changes.error) return <Trouble error={changes.error} onRetry={changes.retry} />;
  if (!changes.data) return <Skeleton className="h-32 w-full" />;
  if (changes.data.length === 0) return <p className="text-ink-soft">{version.number === 1 ? 'It is the first version: there is nothing before it.' : 'Agents notice nothing.'}</p>;
  return <ChangeList changes={changes.data} />;
}

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const [shown, show] = useState<Impact | 'all'>('all');
  const of = (impact: Impact) => changes.filter((change) => change.impact === impact).length;
  const options = [{ value: 'all' as const, label: `All ${whole(changes.length)}` }, ...(Object.keys(IMPACTS) as Impact[]).filter((impact) => of(impact) > 0).map((impact) => ({ value: impact, label: `${whole(of(impact))} ${IMPACTS[impact].one}` }))];
  const rows = useMemo(() => changes.map((change, index) => ({ ...change, key: String(index) })).filter(({ impact }) => shown === 'all' || impact === shown), [changes, shown]);
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      {options.length > 2 && <div className="border-b border-line px-3 py-2"><Segments label="How much it matters" value={shown} options={options} onChange={show} /></div>}
      <VirtualList
        label="Changes" rows={rows} keyOf={({ key }) => key} height={45} className="max-h-96 overflow-y-auto"
        row={({ impact, tool, message }) => (
          <div className="flex items-baseline gap-3 border-b border-line px-3 py-2.5">
            <Badge tone={IMPACTS[impact].tone} className="w-17 shrink-0 justify-center">{IMPACTS[impact].word}</Badge>
            <p className="breaks min-w-0 text-ink-soft">{tool ? <code className="font-mono text-sm font-medium text-ink">{tool}</code> : <span className="font-medium text-ink">The server:</span>} {tool ? message : sentence(message)}</p>
          </div>
        )}
      />
    </div>
  );
}

/** What is other between two versions that need not follow each other, by the hashes of their tools. */
export function Comparison({ server, from, to }: { server: Model<'Server'>; from: Model<'ServerVersion'>; to: Model<'ServerVersion'> }) {
  const before = usePart<Record<string, string>>(server, from.id, 'hashes');
  const after = usePart<Record<string, string>>(server, to.id, 'hashes');
  const error = before.error ?? after.error;
  if (error) return <Trouble error={error} onRetry={() => { before.retry(); after.retry(); }} />;
  if (!before.data || !after.data) return <Skeleton className="h-32 w-full" />;
  const [old, now] = [before.data, after.data];
  const changes: Change[] = [
    ...Object.keys(old).filter((name) => !(name in now)).map((tool): Change => ({ impact: 'breaking', tool, message: 'is gone, or called otherwise' })),
    ...Object.keys(now).filter((name) => name in old && old[name] !== now[name]).map((tool): Change => ({ impact: 'notable', tool, message: 'is defined otherwise' })),
    ...Object.keys(now).filter((name) => !(name in old)).map((tool): Change => ({ impact: 'addition', tool, message: 'is new' })),
  ];
  if (changes.length === 0) return <p className="text-ink-soft">All {count(Object.keys(now).length, 'tool')} are defined the same.</p>;
  return <ChangeList changes={changes} />;
}
