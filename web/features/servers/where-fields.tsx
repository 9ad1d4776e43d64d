'use client';
// Fields for where a server runs: the place, and where it has replicas, a fixed number of them or as many as there is to do.

import { Gauge, Pin } from 'lucide-react';
import { ChoiceCards } from '@/ui/choices';
import { TextField } from '@/ui/field';
import { SelectField } from '@/ui/select';
import { PLACES, replicasOf, scalingInWords, TARGETS } from './targets';
import { type ScalingField, scalingOf, type WhereDraft } from './where-draft';

const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

interface WhereFieldsProps {
  draft: WhereDraft;
  onChange: (draft: WhereDraft) => void;
  /** There is room for all of it side by side. */
  isWide?: boolean;
}

export function WhereFields({ draft, onChange, isWide = false }: WhereFieldsProps) {
  const { target, replicas, isScaled } = draft;
  const change = (more: Partial<WhereDraft>) => onChange({ ...draft, ...more });
  const sizes = SIZES.includes(replicas) ? SIZES : [...SIZES, replicas].sort((one, other) => one - other);
  const choices = TARGETS.map((value) => {
    const { title, words, icon: Icon } = PLACES[value];
    return { value, title, words, icon: <Icon /> };
  });
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards label="Where it runs" value={target} onChange={(value) => change({ target: value })} choices={choices} className={isWide ? 'sm:grid-cols-2 xl:grid-cols-4' : 'sm:grid-cols-2'} />
      {PLACES[target].replica && (
        <>
          <ChoiceCards<'fixed' | 'scaled'> label="How many" value={isScaled ? 'scaled' : 'fixed'} onChange={(value) => change({ isScaled: value === 'scaled' })} choices={[
            { value: 'fixed', title: 'A fixed number', words: 'You choose it, and so many run whether anybody calls or not.', icon: <Pin /> },
            { value: 'scaled', title: 'As many as there is to do', words: 'More while many calls come in, fewer when it is quiet; none while nobody calls, if you like.', icon: <Gauge /> },
          ]} />
          {isScaled ? <ScalingFields draft={draft} onChange={onChange} isWide={isWide} />
            : <SelectField className="max-w-48" label={replicasOf(target)} value={String(replicas)} options={sizes.map((size) => ({ value: String(size), label: String(size) }))} onChange={(value) => change({ replicas: Number(value) })} />}
        </>
      )}
    </div>
  );
}

function ScalingFields({ draft, onChange, isWide }: WhereFieldsProps) {
  const { target, typed } = draft;
  const { scaling, wrong } = scalingOf(typed);
  const [one] = PLACES[target].replica ?? ['replica'];
  const field = (name: ScalingField, label: string, hint: string) => (
    <TextField label={label} hint={hint} inputMode="numeric" autoComplete="off" value={typed[name]} error={wrong[name]} onChange={(event) => onChange({ ...draft, typed: { ...typed, [name]: event.target.value } })} />
  );
  return (
    <div className="flex flex-col gap-4">
      <div className={isWide ? 'grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-5' : 'grid items-start gap-4 sm:grid-cols-2'}>
        {field('min', 'Fewest', 'With 0, none runs while nobody calls.')}
        {field('max', 'Most', 'However many calls come in.')}
        {field('calls', 'Calls at a time', target === 'kubernetes' ? 'For each pod, where the cluster hears of calls.' : `For each ${one}; more calls start another one.`)}
        {field('cpu_percent', 'CPU in percent', target === 'kubernetes' ? 'Of what each pod asks for; empty for what the hub says.' : `Of what each ${one} may use; empty where calls alone decide.`)}
        {field('quiet_seconds', 'Seconds of quiet', `How long fewer have to be enough before a ${one} ends.`)}
      </div>
      {scaling && <p role="status" className="max-w-3xl text-sm text-ink-soft">{scalingInWords(target, scaling)}</p>}
    </div>
  );
}
