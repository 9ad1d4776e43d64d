'use client';
// Makes a role, or changes one.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Sheet } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { count } from '@/ui/numbers';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';
import { PermissionPicker } from './permission-picker';
import type { Permission } from './permissions';

export interface RoleDraft {
  /** Of one that is there. */
  id?: string;
  name: string;
  description: string;
  permissions: readonly Permission[];
}

export function RoleEditor({ draft, onClose }: { draft: RoleDraft | undefined; onClose: () => void }) {
  // The last one stays while the sheet goes.
  const [shown, show] = useState(draft);
  if (draft && draft !== shown) show(draft);
  return (
    <Sheet title={shown?.id ? `Change ${shown.name}` : 'Make a role'} words="Nobody can give more than they may do themselves." isOpen={draft !== undefined} onClose={onClose} className="max-w-3xl">
      {shown && <Form key={`${shown.id} ${shown.name}`} draft={shown} onClose={onClose} />}
    </Sheet>
  );
}

function Form({ draft, onClose }: { draft: RoleDraft; onClose: () => void }) {
  const { slug: organisation } = useOrganisation();
  const [name, setName] = useState(draft.name);
  const [description, describe] = useState(draft.description);
  const [permissions, setPermissions] = useState<readonly Permission[]>(draft.permissions);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description: description.trim(), permissions: [...permissions] };
      if (draft.id) return answer(hub.PATCH('/organisations/{organisation}/roles/{role}', { params: { path: { organisation, role: draft.id } }, body }));
      return answer(hub.POST('/organisations/{organisation}/roles', { params: { path: { organisation } }, body }));
    },
    onSuccess: async () => {
      await changed('/organisations/{organisation}/roles', '/organisations/{organisation}');
      told(draft.id ? `The role ${name.trim()} is changed` : `The role ${name.trim()} is made`);
      onClose();
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const wrong = problem?.of('name');
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate(); };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} error={wrong && sentence(wrong)} autoComplete="off" />
        <TextField label="What it is for" aside="optional" value={description} onChange={(event) => describe(event.target.value)} autoComplete="off" />
      </div>
      <PermissionPicker chosen={permissions} onChange={setPermissions} />
      {!wrong && <Failure error={save.error} />}
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={save.isPending} disabled={!name.trim() ? 'Give it a name first' : permissions.length === 0 && 'Allow something first'}>{draft.id ? 'Save' : 'Make the role'}</Button>
        <span className="tabular text-sm text-ink-faint">{count(permissions.length, 'permission')}</span>
      </div>
    </form>
  );
}
