'use client';
// Invitations that nobody has accepted yet.

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { IconButton } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Panel } from '@/ui/page';
import { SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { useRoles } from './roles-of';

type Invitation = Model<'Invitation'>;

export function Invitations() {
  const { slug: organisation, may } = useOrganisation();
  const { nameOf } = useRoles();
  const [leaving, leave] = useState<Invitation>();
  const invitations = useQuery({ ...whole('/organisations/{organisation}/invitations', { path: { organisation } }), enabled: may('members:manage') });
  const revoke = async (invitation: Invitation) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/invitations/{invitation}', { params: { path: { organisation, invitation: invitation.id } } }));
      await changed('/organisations/{organisation}/invitations');
      told(`The invitation of ${invitation.email} is called off`);
    } catch (error) {
      failed('The invitation was not called off', error);
      throw error;
    }
  };
  const columns: Column<Invitation>[] = [
    { title: 'Email', cell: ({ email }) => <span className="breaks font-medium">{email}</span> },
    { title: 'Role', className: 'w-36 sm:w-44', cell: ({ role }) => nameOf(role) },
    { title: 'Invited', isNumber: true, from: 'md', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Ends', isNumber: true, from: 'sm', cell: ({ expires_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Call off', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => <IconButton label={`Call off the invitation of ${one.email}`} size="small" onClick={() => leave(one)}><X className="size-4" /></IconButton> },
  ];
  if (!may('members:manage')) return null;
  return (
    <Panel isFlush title="Pending invitations">
      {invitations.error ? <Trouble error={invitations.error} onRetry={() => void invitations.refetch()} />
        : invitations.isPending ? <SkeletonRows rows={2} />
          : invitations.data.length === 0 ? <p className="px-5 py-4 text-ink-soft">Nobody is invited at the moment.</p>
            : <Table label="Pending invitations" rows={invitations.data} columns={columns} keyOf={({ id }) => id} />}
      <Confirm title={`Call off the invitation of ${leaving?.email ?? ''}?`} words="Its link does not work any more." action="Call it off" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? revoke(leaving) : undefined)} />
    </Panel>
  );
}
