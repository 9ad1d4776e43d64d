'use client';
// Tools to choose from: found by typing, in groups by their tags, each with what it costs an agent to know it.

import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { Model } from '@/hub/client';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { Segments, Tick } from '@/ui/choices';
import { SearchField } from '@/ui/field';
import { count, short, whole } from '@/ui/numbers';
import { NothingFound } from '@/ui/states';
import { VirtualList } from '@/ui/virtual';
import { isListed } from './listed';

type Summary = Model<'ToolSummary'>;
type Edits = Record<string, Model<'ToolEdit'>>;
type Row = { kind: 'group'; name: string; tools: Summary[] } | { kind: 'tool'; tool: Summary };

interface PickerProps {
  tools: readonly Summary[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: Set<string>) => void;
  edits: Edits;
  onEdit: (tool: Summary) => void;
}

const NO_TAG = 'Without a tag';

function rowsOf(tools: readonly Summary[], isGrouped: boolean): Row[] {
  if (!isGrouped) return tools.map((tool) => ({ kind: 'tool', tool }));
  const groups = new Map<string, Summary[]>();
  for (const tool of tools) {
    const name = tool.tags[0] ?? NO_TAG;
    groups.set(name, [...(groups.get(name) ?? []), tool]);
  }
  return [...groups].flatMap(([name, members]): Row[] => [{ kind: 'group', name, tools: members }, ...members.map((tool): Row => ({ kind: 'tool', tool }))]);
}

function fits(tool: Summary, words: readonly string[]): boolean {
  const text = `${tool.name} ${tool.operation} ${tool.title} ${tool.description} ${tool.tags.join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Arrows lead to the same control in the row above or below. */
function alongRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const here = event.target as HTMLElement;
  const row = here.closest('li');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const control = next?.querySelector<HTMLElement>(here.tagName === 'BUTTON' ? 'button, input' : 'input');
  if (!control) return;
  event.preventDefault();
  control.focus();
}

export function ToolPicker({ tools, chosen, onChoose, edits, onEdit }: PickerProps) {
  const [search, setSearch] = useState('');
  const hasTags = tools.some(({ tags }) => tags.length > 0);
  const [isGrouped, group] = useState(hasTags && tools.length > 12);
  const shown = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.length > 0 ? tools.filter((tool) => fits(tool, words)) : tools;
  }, [tools, search]);
  const rows = useMemo(() => rowsOf(shown, isGrouped), [shown, isGrouped]);
  const change = (some: readonly Summary[], isIn: boolean) => {
    const next = new Set(chosen);
    for (const { name } of some) if (isIn) next.add(name); else next.delete(name);
    onChoose(next);
  };
  const inShown = shown.filter(({ name }) => chosen.has(name)).length;
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3 sm:px-5">
        <SearchField label="Find tools" value={search} onChange={(event) => setSearch(event.target.value)} className="grow basis-56" />
        {hasTags && <Segments label="Order" value={isGrouped ? 'tags' : 'list'} options={[{ value: 'list', label: 'List' }, { value: 'tags', label: 'By tag' }]} onChange={(value) => group(value === 'tags')} />}
        <Button size="small" onClick={() => onChoose(new Set(tools.map(({ name }) => name)))}>All</Button>
        <Button size="small" onClick={() => onChoose(new Set(tools.filter(({ is_read_only: is }) => is).map(({ name }) => name)))}>Reading only</Button>
        <Button size="small" onClick={() => onChoose(new Set())}>None</Button>
      </div>
      <div className="flex items-center gap-3 border-b border-line bg-sunken px-4 py-2 text-sm text-ink-soft sm:px-5">
        <Tick label={search ? 'All that were found' : 'All tools'} checked={shown.length > 0 && inShown === shown.length} partly={inShown > 0 && inShown < shown.length} onChange={(isIn) => change(shown, isIn)} />
        <span className="tabular grow">{search ? `${count(shown.length, 'tool')} found` : count(tools.length, 'tool')}</span>
        <span title="Tokens that an agent reads to know the tool, estimated">Tokens</span>
        <span className="w-7" />
      </div>
      {shown.length === 0 ? <NothingFound what="tool" onReset={() => setSearch('')} /> : (
        <div onKeyDown={alongRows}><VirtualList
          label="Tools" rows={rows} height={58} className="max-h-[max(34rem,72vh)] overflow-y-auto" keyOf={(row) => (row.kind === 'group' ? `#${row.name}` : row.tool.name)}
          row={(row) => (row.kind === 'group'
            ? <GroupRow name={row.name} tools={row.tools} chosen={chosen} onChange={change} />
            : <ToolRow tool={row.tool} edit={edits[row.tool.operation]} isIn={chosen.has(row.tool.name)} onChange={(isIn) => change([row.tool], isIn)} onEdit={() => onEdit(row.tool)} />)}
        /></div>
      )}
    </div>
  );
}

function GroupRow({ name, tools, chosen, onChange }: { name: string; tools: Summary[]; chosen: ReadonlySet<string>; onChange: (tools: Summary[], isIn: boolean) => void }) {
  const inside = tools.filter((tool) => chosen.has(tool.name)).length;
  return (
    <div className="flex items-center gap-3 border-b border-line bg-sunken px-4 py-1.5 sm:px-5">
      <Tick label={`All of ${name}`} checked={inside === tools.length} partly={inside > 0 && inside < tools.length} onChange={(isIn) => onChange(tools, isIn)} />
      <span className="min-w-0 grow truncate text-sm font-medium">{name}</span>
      <span className="tabular shrink-0 text-xs whitespace-nowrap text-ink-faint">{inside} of {tools.length}</span>
    </div>
  );
}

function ToolRow({ tool, edit, isIn, onChange, onEdit }: { tool: Summary; edit: Model<'ToolEdit'> | undefined; isIn: boolean; onChange: (isIn: boolean) => void; onEdit: () => void }) {
  const name = edit?.name ?? tool.name;
  return (
    <div className="flex items-start gap-3 border-b border-line px-4 py-2.5 hover:bg-hover sm:px-5">
      <span className="flex h-5.5 items-center"><Tick label={name} checked={isIn} onChange={onChange} /></span>
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="breaks font-mono text-sm font-medium">{name}</span>
          <ToolHints readOnly={edit?.read_only ?? tool.is_read_only} destructive={edit?.destructive ?? tool.is_destructive} isDeprecated={tool.is_deprecated} />
          {edit && <Badge tone="accent">Edited</Badge>}
        </div>
        <p className="truncate text-sm text-ink-soft" title={edit?.description ?? tool.description}>{edit?.description ?? (tool.description || tool.operation)}</p>
      </div>
      <span className="tabular pt-0.5 text-sm text-ink-faint">{whole(tool.tokens)}</span>
      <IconButton label={`Edit ${name}`} size="small" onClick={onEdit}><Pencil className="size-3.5" /></IconButton>
    </div>
  );
}

export function ToolHints({ readOnly, destructive, isDeprecated }: { readOnly: boolean; destructive: boolean; isDeprecated: boolean }) {
  return (
    <>
      {readOnly && <Badge tone="good">Reads</Badge>}
      {!readOnly && destructive && <Badge tone="bad">Destructive</Badge>}
      {!readOnly && !destructive && <Badge>Writes</Badge>}
      {isDeprecated && <Badge tone="warn">Deprecated</Badge>}
    </>
  );
}

/** What the chosen tools cost, and whether that is much. */
export function TokenCost({ tools, chosen }: { tools: readonly Summary[]; chosen: ReadonlySet<string> }) {
  const some = tools.filter(({ name }) => chosen.has(name));
  const tokens = some.reduce((sum, tool) => sum + tool.tokens, 0);
  const isMuch = !isListed('auto', some.length);
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <span className="tabular text-md font-semibold">{count(some.length, 'tool')}</span>
      <span className="tabular text-ink-soft">about {short(tokens)} tokens of an agent&rsquo;s context</span>
      {isMuch && <span className="basis-full text-sm text-ink-soft">That is much to read for every conversation. Clients will be given four tools that search, describe and call the rest, unless you choose otherwise in the server&rsquo;s settings.</span>}
    </div>
  );
}
