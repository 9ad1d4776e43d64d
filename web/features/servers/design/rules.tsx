'use client';
// Which tools are in, as rules: the last one that fits a tool decides. Those that come of ticking are put together.

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { isByHand, picked } from '@/features/tools/picks';
import type { Model } from '@/hub/client';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { TextField } from '@/ui/field';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';

type Pick = Model<'Pick'>;
type Kind = 'glob' | 'method' | 'tag' | 'reading' | 'writing' | 'deprecated';

function words(pick: Pick): string {
  if ('glob' in pick) return pick.glob === '*' ? 'every tool' : pick.glob;
  if ('tag' in pick) return `tag ${pick.tag}`;
  if ('read-only' in pick) return pick['read-only'] ? 'what only reads' : 'what changes something';
  return pick.deprecated ? 'what is deprecated' : 'what is not deprecated';
}

interface RulesProps {
  tools: readonly Model<'ToolSummary'>[];
  picks: readonly Pick[];
  onChange: (picks: Pick[]) => void;
}

export function Rules({ tools, picks, onChange }: RulesProps) {
  const [isAdding, add] = useState(false);
  const byHand = picks.filter(isByHand).length;
  const move = (from: number, by: number) => {
    const next = [...picks];
    const [one] = next.splice(from, 1);
    next.splice(from + by, 0, one!);
    onChange(next);
  };
  const otherwise = picks.length === 0 || picks[0]!.out;
  return (
    <Panel title="Which are in" actions={<Button size="small" icon={<Plus className="size-3.5" />} onClick={() => add(true)}>Add a rule</Button>} isFlush>
      <ol aria-label="Rules" className="max-h-80 overflow-y-auto">
        <li className="flex items-center gap-2 px-4 py-2 text-ink-soft sm:px-5"><Side isOut={!otherwise} />{picks.length === 0 ? 'every tool, also those to come' : 'whatever no rule fits'}</li>
        {picks.map((pick, index) => (isByHand(pick) && byHand > 3 ? null : (
          <li key={`${index}${words(pick)}`} className="group flex items-center gap-2 border-t border-line py-1.5 pr-2 pl-4 sm:pl-5">
            <Side isOut={pick.out ?? false} />
            <span className={'glob' in pick && pick.glob !== '*' ? 'breaks min-w-0 grow font-mono text-sm' : 'breaks min-w-0 grow'}>{words(pick)}</span>
            {index > 0 && <IconButton label={`Move ${words(pick)} up`} size="small" onClick={() => move(index, -1)}><ArrowUp className="size-3.5" /></IconButton>}
            {index < picks.length - 1 && <IconButton label={`Move ${words(pick)} down`} size="small" onClick={() => move(index, 1)}><ArrowDown className="size-3.5" /></IconButton>}
            <IconButton label={`Remove ${words(pick)}`} size="small" onClick={() => onChange(picks.filter((_, at) => at !== index))}><X className="size-3.5" /></IconButton>
          </li>
        )))}
        {byHand > 3 && (
          <li className="flex items-center gap-2 border-t border-line py-1.5 pr-2 pl-4 sm:pl-5">
            <span className="grow text-ink-soft">{count(byHand, 'tool')} by hand</span>
            <Button size="small" look="quiet" onClick={() => onChange(picks.filter((pick) => !isByHand(pick)))}>Forget them</Button>
          </li>
        )}
      </ol>
      {isAdding && <NewRule tools={tools} onAdd={(pick) => { onChange([...picks, pick]); add(false); }} onCancel={() => add(false)} />}
    </Panel>
  );
}

function Side({ isOut }: { isOut: boolean }) {
  return <Badge tone={isOut ? 'plain' : 'good'} className="w-8 shrink-0 justify-center">{isOut ? 'Out' : 'In'}</Badge>;
}

const KINDS: { value: Kind; label: string }[] = [
  { value: 'glob', label: 'Name or operation' }, { value: 'method', label: 'Method' }, { value: 'tag', label: 'Tag' },
  { value: 'reading', label: 'What only reads' }, { value: 'writing', label: 'What changes something' }, { value: 'deprecated', label: 'What is deprecated' },
];

function NewRule({ tools, onAdd, onCancel }: { tools: readonly Model<'ToolSummary'>[]; onAdd: (pick: Pick) => void; onCancel: () => void }) {
  const methods = [...new Set(tools.map(({ operation }) => operation.split(' ')[0]!).filter((method) => /^[A-Z]{3,12}$/.test(method)))].sort();
  const tags = [...new Set(tools.flatMap((tool) => tool.tags))].sort();
  const [kind, setKind] = useState<Kind>('glob');
  const [pattern, setPattern] = useState('');
  const [method, setMethod] = useState(methods[0] ?? '');
  const [tag, setTag] = useState(tags[0] ?? '');
  const [side, setSide] = useState<'in' | 'out'>('out');
  const which = { glob: { glob: pattern.trim() }, method: { glob: `${method} *` }, tag: { tag }, reading: { 'read-only': true }, writing: { 'read-only': false }, deprecated: { deprecated: true } }[kind];
  const isReady = kind === 'glob' ? pattern.trim() !== '' : kind === 'method' ? method !== '' : kind !== 'tag' || tag !== '';
  // A rule alone takes what it fits.
  const fits = isReady ? picked(tools, [which]).size : 0;
  const kinds = KINDS.filter(({ value }) => (value !== 'method' || methods.length > 0) && (value !== 'tag' || tags.length > 0));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onAdd(side === 'out' ? { ...which, out: true } : which);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t border-line bg-sunken px-4 py-4 sm:px-5">
      <div className="grid grid-cols-[5rem_1fr] gap-2">
        <SelectField<'in' | 'out'> label="Takes" value={side} onChange={setSide} options={[{ value: 'out', label: 'Out' }, { value: 'in', label: 'In' }]} />
        <SelectField<Kind> label="By" value={kind} onChange={setKind} options={kinds} />
      </div>
      {kind === 'glob' && <TextField label="Pattern" mono autoFocus spellCheck={false} value={pattern} onChange={(event) => setPattern(event.target.value)} placeholder="list_* or GET /pets/*" hint="* stands for anything, ? for one character." />}
      {kind === 'method' && <SelectField label="Method" value={method} onChange={setMethod} options={methods.map((value) => ({ value, label: value }))} />}
      {kind === 'tag' && <SelectField label="Tag" value={tag} onChange={setTag} options={tags.map((value) => ({ value, label: value }))} />}
      <div className="flex items-center gap-2">
        <span className="tabular grow text-sm text-ink-faint" role="status">{isReady && `Fits ${count(fits, 'tool')}`}</span>
        <Button size="small" look="quiet" onClick={onCancel}>Cancel</Button>
        <Button size="small" look="primary" type="submit" disabled={!isReady && 'Say what it fits first'}>Add</Button>
      </div>
    </form>
  );
}
