'use client';
// Makes an organisation, for those who may.

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { slugOf } from '@/features/shell/slug';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { to } from '@/routes';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { Page, Panel } from '@/ui/page';
import { Failure } from '@/ui/states';

/** Characters that an organisation has in addresses at most. */
const MOST = 38;

export function NewOrganisation() {
  const { me } = useOrganisation();
  const router = useRouter();
  const [name, setName] = useState('');
  const [typed, type] = useState<string>();
  const slug = typed ?? slugOf(name, MOST);
  const make = useMutation({
    mutationFn: () => answer(hub.POST('/organisations', { body: { name: name.trim(), slug } })),
    onSuccess: async (made) => {
      await changed('/organisations');
      router.push(to.organisation(made.slug, 'members'));
    },
  });
  const problem = make.error instanceof HubProblem ? make.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim() && slug) make.mutate(); };
  const why = !me.is_admin ? 'Administrators of this hub make organisations' : !name.trim() ? 'Give it a name first' : !slug && 'Say what it is called in addresses first';
  return (
    <Page title="Make an organisation" words="APIs, servers, members and keys belong to exactly one organisation, and are hidden from all others." isNarrow>
      <Panel>
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
            <TextField label="In addresses" mono value={slug} onChange={(event) => type(event.target.value)} autoComplete="off" error={said('slug')} hint="Lower-case letters, digits and hyphens." />
          </div>
          {!said('name') && !said('slug') && <Failure error={make.error} />}
          <div><Button type="submit" look="primary" busy={make.isPending} disabled={why}>Make it</Button></div>
        </form>
      </Panel>
    </Page>
  );
}
