'use client';
// What a server offers, to choose from: its tools, resources and prompts.

import { useMemo, useState } from 'react';
import { SearchField } from '@/ui/field';
import { Segments } from '@/ui/choices';
import { whole } from '@/ui/numbers';
import { NothingFound } from '@/ui/states';
import { VirtualList } from '@/ui/virtual';
import type { Outcome } from './outcome';
import type { Offer } from './session';

export type Kind = Outcome['kind'];

interface OfferListProps {
  offer: Offer;
  kind: Kind;
  chosen: string;
  onKind: (kind: Kind) => void;
  onChoose: (name: string) => void;
}

/** What something is known by. */
export const keyIn = (kind: Kind, one: { name: string; uri?: string }) => (kind === 'resources' ? one.uri ?? one.name : one.name);

export function OfferList({ offer, kind, chosen, onKind, onChoose }: OfferListProps) {
  const [search, setSearch] = useState('');
  const all: readonly { name: string; uri?: string; title?: string; description?: string }[] = offer[kind];
  const rows = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return all.filter((one) => words.every((word) => `${one.name} ${one.uri ?? ''} ${one.title ?? ''} ${one.description ?? ''}`.toLowerCase().includes(word)));
  }, [all, search]);
  const kinds = ([['tools', 'Tools'], ['resources', 'Resources'], ['prompts', 'Prompts']] as const).filter(([one]) => one === 'tools' || offer[one].length > 0);
  return (
    <div>
      <div className="flex flex-col gap-2 border-b border-line p-3">
        {kinds.length > 1 && <Segments label="What" value={kind} options={kinds.map(([value, label]) => ({ value, label: `${label} ${whole(offer[value].length)}` }))} onChange={onKind} />}
        <SearchField label={kinds.length > 1 ? 'Find' : `Find among ${whole(all.length)} tools`} value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      {rows.length === 0 ? (all.length === 0 ? <p className="px-4 py-4 text-ink-soft">The server lists none to this caller.</p> : <NothingFound what={kind.slice(0, -1)} onReset={() => setSearch('')} />) : (
        <VirtualList
          label={kinds.find(([one]) => one === kind)?.[1] ?? 'Tools'} rows={rows} keyOf={(one) => keyIn(kind, one)} height={53} className="max-h-72 overflow-y-auto xl:max-h-[36rem]"
          row={(one) => (
            <button type="button" aria-pressed={keyIn(kind, one) === chosen} onClick={() => onChoose(keyIn(kind, one))} className="w-full border-b border-line px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 aria-pressed:bg-accent-soft">
              <span className="breaks block font-mono text-sm font-medium">{one.name}</span>
              {(one.title || one.description) && <span className="block truncate text-sm text-ink-soft">{one.title || one.description}</span>}
            </button>
          )}
        />
      )}
    </div>
  );
}
