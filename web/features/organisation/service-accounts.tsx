'use client';
// Service accounts: programs with a role of their own, which outlive the person who made them.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Bot, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed, whole } from '@/hub/query';
import { Button, IconButton } from '@/ui/button';
import { Confirm, Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { FilterSelect, SelectField } from '@/ui/select';
import { Empty, Failure, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { useRoles } from './roles-of';

type Program = Model<'ServiceAccount'>;

/** `why`: why they cannot be changed. */
export function ServiceAccounts({ why }: { why: string | false }) {
  const { slug: organisation, may } = useOrganisation();
  const { nameOf, options, mayGive } = useRoles();
  const programs = useQuery({ ...whole('/organisations/{organisation}/service-accounts', { path: { organisation } }), enabled: may('keys:read') });
  const [isMaking, make] = useState(false);
  const [leaving, leave] = useState<Program>();
  const path = (account: string) => ({ path: { organisation, account } });
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: string }) => answer(hub.PATCH('/organisations/{organisation}/service-accounts/{account}', { params: path(id), body: { role } })),
    onSuccess: (account) => { void changed('/organisations/{organisation}/service-accounts'); told(`${account.name} is ${nameOf(account.role)} now`); },
    onError: (error) => failed('The role was not changed', error),
  });
  const remove = async (program: Program) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/service-accounts/{account}', { params: path(program.id) }));
      await changed('/organisations/{organisation}/service-accounts', '/organisations/{organisation}/api-keys');
      told(`${program.name} is deleted`);
    } catch (error) {
      failed('The service account was not deleted', error);
      throw error;
    }
  };
  const columns: Column<Program>[] = [
    { title: 'Name', cell: (one) => <span className="breaks"><span className="font-medium">{one.name}</span>{one.description && <span className="block text-sm text-ink-faint">{one.description}</span>}</span> },
    { title: 'Role', className: 'w-36 sm:w-44', cell: (one) => (why || !mayGive(one.role) ? nameOf(one.role) : <FilterSelect label={`Role of ${one.name}`} value={one.role} options={options} onChange={(role) => change.mutate({ id: one.id, role })} />) },
    { title: 'Made', isNumber: true, from: 'sm', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Delete', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => <IconButton label={`Delete ${one.name}`} size="small" disabled={why} onClick={() => leave(one)}><Trash2 className="size-4" /></IconButton> },
  ];
  if (!may('keys:read')) return null;
  return (
    <Panel title="Service accounts" words="Programs with a role of their own. Their keys go on when people leave." isFlush actions={<Button size="small" icon={<Plus className="size-3.5" />} disabled={why} onClick={() => make(true)}>Make one</Button>}>
      {programs.error ? <Trouble error={programs.error} onRetry={() => void programs.refetch()} />
        : programs.isPending ? <SkeletonRows rows={2} />
          : programs.data.length > 0 ? <Table label="Service accounts" rows={programs.data} columns={columns} keyOf={({ id }) => id} />
            : <Empty icon={<Bot />} title="No service accounts" words="Make one for a pipeline or a shared agent, then make a key that acts for it." />}
      <Maker isOpen={isMaking} onClose={() => make(false)} />
      <Confirm title={`Delete ${leaving?.name ?? ''}?`} words="Its keys stop working at once. It cannot be had back." action="Delete" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove(leaving) : undefined)} />
    </Panel>
  );
}

function Maker({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { slug: organisation } = useOrganisation();
  const { options } = useRoles();
  const [name, setName] = useState('');
  const [description, describe] = useState('');
  const [role, setRole] = useState('developer');
  const make = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/service-accounts', { params: { path: { organisation } }, body: { name: name.trim(), description: description.trim(), role } })),
    onSuccess: async () => {
      await changed('/organisations/{organisation}/service-accounts');
      told(`${name.trim()} is made`, 'Make a key that acts for it.');
      setName('');
      describe('');
      onClose();
    },
  });
  const wrong = make.error instanceof HubProblem ? make.error.of('name') : undefined;
  const submit = (event: FormEvent) => { event.preventDefault(); make.mutate(); };
  return (
    <Dialog title="Make a service account" isOpen={isOpen} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="service-account" look="primary" busy={make.isPending} disabled={!name.trim() && 'Give it a name first'}>Make it</Button></>}>
      <form id="service-account" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={wrong && sentence(wrong)} />
        <TextField label="What it is for" aside="optional" value={description} onChange={(event) => describe(event.target.value)} autoComplete="off" />
        <SelectField label="Role" value={role} options={options} onChange={setRole} hint="Its keys may do no more than this." />
        {!wrong && <Failure error={make.error} />}
      </form>
    </Dialog>
  );
}
