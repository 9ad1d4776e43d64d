'use client';
// Who is in an organisation, what they may do, and who is invited.

import { useMutation, useQuery } from '@tanstack/react-query';
import { UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { to } from '@/routes';
import { Badge } from '@/ui/badge';
import { Button, IconButton, LinkButton } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { SearchField } from '@/ui/field';
import { count } from '@/ui/numbers';
import { Page, Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { Callout, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { Invitations } from './invitations';
import { Invite } from './invite';
import { useRoles } from './roles-of';

type Member = Model<'Member'>;

export function Members() {
  const { slug: organisation, name, all, me, lacks } = useOrganisation();
  const { nameOf, options, mayGive } = useRoles();
  const members = useQuery(whole('/organisations/{organisation}/members', { path: { organisation } }));
  const [search, setSearch] = useState('');
  const [isInviting, invite] = useState(false);
  const [leaving, leave] = useState<Member>();
  const change = useMutation({
    mutationFn: ({ user, role }: { user: string; role: string }) => answer(hub.PATCH('/organisations/{organisation}/members/{user}', { params: { path: { organisation, user } }, body: { role } })),
    onSuccess: (member) => { void changed('/organisations/{organisation}/members', '/organisations/{organisation}'); told(`${member.name} is ${nameOf(member.role)} now`); },
    onError: (error) => failed('The role was not changed', error),
  });
  const remove = async (member: Member) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/members/{user}', { params: { path: { organisation, user: member.user } } }));
      await changed('/organisations/{organisation}/members', '/organisations');
      told(`${member.name} is no member any more`);
    } catch (error) {
      failed('Nobody was removed', error);
      throw error;
    }
  };
  const why = lacks('members:manage');
  const isPersonal = all.find(({ slug }) => slug === organisation)?.is_personal ?? false;
  const columns: Column<Member>[] = [
    { title: 'Name', cell: (member) => <span className="breaks"><span className="font-medium">{member.name}</span>{member.user === me.id && <Badge className="ml-2">You</Badge>}<span className="block text-sm text-ink-faint">{member.email}</span></span> },
    {
      title: 'Role', className: 'w-36 sm:w-44', cell: (member) => (
        why || isPersonal || !mayGive(member.role) ? <span title={why || undefined}>{nameOf(member.role)}</span>
          : <FilterSelect label={`Role of ${member.name}`} value={member.role} options={options} onChange={(role) => change.mutate({ user: member.user, role })} disabled={change.isPending} />
      ),
    },
    { title: 'Since', isNumber: true, from: 'sm', cell: ({ joined_at: at }) => <Time at={at} className="text-ink-soft" /> },
    {
      title: 'Remove', isUntitled: true, isNumber: true, className: 'w-12', cell: (member) => (
        <IconButton label={member.user === me.id ? 'Leave' : `Remove ${member.name}`} size="small" disabled={isPersonal ? 'It is somebody’s own organisation' : member.user === me.id ? false : why} onClick={() => leave(member)}><UserMinus className="size-4" /></IconButton>
      ),
    },
  ];
  const rows = (members.data ?? []).filter((member) => `${member.name} ${member.email} ${nameOf(member.role)}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <Page
      title="Members" words={`Who works in ${name}, and what they may do.`}
      actions={<Button look="primary" icon={<UserPlus className="size-4" />} disabled={isPersonal ? 'This is somebody’s own organisation; make another one to work with others' : why} onClick={() => invite(true)}>Invite somebody</Button>}
    >
      {isPersonal && <Callout title="This organisation is somebody’s own" actions={me.is_admin && <LinkButton href={to.newOrganisation()}>Make an organisation</LinkButton>}>It has no other members. {me.is_admin ? 'Make an organisation to work with others.' : 'An administrator of this hub makes organisations to work in with others.'}</Callout>}
      {(members.data?.length ?? 0) > 8 && <SearchField label="Find members" value={search} onChange={(event) => setSearch(event.target.value)} className="max-w-sm" />}
      <Panel isFlush title={members.data ? count(members.data.length, 'member') : 'Members'}>
        {members.error ? <Trouble error={members.error} onRetry={() => void members.refetch()} />
          : members.isPending ? <SkeletonRows rows={3} />
            : rows.length === 0 ? <NothingFound what="member" onReset={() => setSearch('')} />
              : <Table label="Members" rows={rows} columns={columns} keyOf={({ user }) => user} />}
      </Panel>
      {!isPersonal && <Invitations />}
      <Invite isOpen={isInviting} onClose={() => invite(false)} />
      <Confirm
        title={leaving?.user === me.id ? `Leave ${name}?` : `Remove ${leaving?.name ?? ''}?`} words="API keys that they made here stop working. What they made stays. They can be invited again."
        action={leaving?.user === me.id ? 'Leave' : 'Remove'} isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove(leaving) : undefined)}
      />
    </Page>
  );
}
