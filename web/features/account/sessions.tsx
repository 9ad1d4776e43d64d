'use client';
// Where one is signed in, to be ended one by one.

import { useMutation, useQuery } from '@tanstack/react-query';
import { answer, hub, type Model } from '@/hub/client';
import { changed, read } from '@/hub/query';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/page';
import { SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { programOf } from './program';

type Session = Model<'Session'>;

export function Sessions() {
  const sessions = useQuery(read('/me/sessions'));
  const end = useMutation({
    mutationFn: (session: string) => answer(hub.DELETE('/me/sessions/{session}', { params: { path: { session } } })),
    onSuccess: () => { void changed('/me/sessions'); told('That sign-in has ended'); },
    onError: (error) => failed('The sign-in was not ended', error),
  });
  const columns: Column<Session>[] = [
    { title: 'Where', cell: (one) => <span className="breaks"><span title={one.user_agent} className="font-medium">{programOf(one.user_agent)}</span>{one.is_current && <Badge tone="good" className="ml-2">This one</Badge>}<span className="tabular block text-sm text-ink-faint">{one.address}</span></span> },
    { title: 'Began', isNumber: true, from: 'sm', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Last used', isNumber: true, cell: ({ last_used_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'End', isUntitled: true, isNumber: true, className: 'w-16', cell: (one) => (one.is_current ? null : <Button size="small" look="quiet" busy={end.isPending && end.variables === one.id} onClick={() => end.mutate(one.id)}>End</Button>) },
  ];
  return (
    <Panel title="Sign-ins" words="Where you are signed in. End those that you do not know, and change your password." isFlush>
      {sessions.error ? <Trouble error={sessions.error} onRetry={() => void sessions.refetch()} />
        : sessions.isPending ? <SkeletonRows rows={2} />
          : <Table label="Sign-ins" rows={sessions.data.items} columns={columns} keyOf={({ id }) => id} />}
    </Panel>
  );
}
