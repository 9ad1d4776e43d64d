'use client';
// How much an organisation may have: its own numbers, or the hub's where none is given.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';

type Organisation = Model<'Organisation'>;
type Quota = keyof Model<'Quotas'>;

const FIELDS: readonly [quota: Quota, label: string, unit: number, hint?: string][] = [
  ['apis', 'APIs', 1, 'Deleted ones that can still be restored included.'], ['servers', 'Servers', 1], ['deployments', 'Deployed servers', 1], ['members', 'Members', 1],
  ['calls_per_day', 'Calls a day', 1, 'From midnight to midnight, UTC.'], ['stored_bytes', 'Stored documents, in MB', 1_000_000],
];

export function Quotas({ organisation, onClose }: { organisation: Organisation | undefined; onClose: () => void }) {
  const [shown, show] = useState(organisation);
  if (organisation && organisation !== shown) show(organisation);
  return (
    <Dialog title={`Quotas of ${shown?.name ?? ''}`} words="An empty one is the hub’s own." isOpen={organisation !== undefined} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="quotas" look="primary">Save</Button></>}>
      {shown && <Form key={shown.id} organisation={shown} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const [values, setValues] = useState(() => Object.fromEntries(FIELDS.map(([quota, , unit]) => { const now = organisation.quotas[quota]; return [quota, now === null || now === undefined ? '' : String(now / unit)]; })));
  const numbers = FIELDS.map(([quota, , unit]) => [quota, values[quota]?.trim() ? Math.round(Number(values[quota]) * unit) : null] as const);
  const isWrong = (quota: Quota) => { const number = numbers.find(([one]) => one === quota)?.[1]; return number !== null && number !== undefined && !(number >= 0); };
  const save = useMutation({
    mutationFn: () => answer(hub.PUT('/admin/organisations/{organisation}/quotas', { params: { path: { organisation: organisation.id } }, body: Object.fromEntries(numbers) })),
    onSuccess: async () => {
      await changed('/admin/organisations', '/organisations/{organisation}/usage', '/organisations/{organisation}');
      told('The quotas are changed');
      onClose();
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const submit = (event: FormEvent) => { event.preventDefault(); if (!save.isPending && !FIELDS.some(([quota]) => isWrong(quota))) save.mutate(); };
  return (
    <form id="quotas" onSubmit={submit} noValidate className="grid gap-4 sm:grid-cols-2">
      {FIELDS.map(([quota, label, , hint]) => {
        const said = problem?.of(quota);
        return <TextField key={quota} label={label} inputMode="decimal" value={values[quota] ?? ''} placeholder="The hub’s" onChange={(event) => setValues({ ...values, [quota]: event.target.value })} hint={hint} error={isWrong(quota) ? 'Write a number, or nothing.' : said && sentence(said)} autoComplete="off" />;
      })}
      {problem && problem.errors.length === 0 && <div className="sm:col-span-2"><Failure error={problem} /></div>}
    </form>
  );
}
