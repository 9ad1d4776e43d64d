'use client';
// The keys that open a server: those for it alone, and those that open all. Made, made anew, and revoked.

import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { Badge, Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Panel } from '@/ui/page';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { MadeKey, NewKey } from './new-key';

type Key = Model<'ApiKey'>;

export const opens = (key: Key, server: string) => key.scopes.includes('servers:call') && ((key.reach?.servers ?? []).length === 0 || key.reach!.servers!.includes(server));

export function Keys({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks, me } = useOrganisation();
  const keys = useQuery(whole('/organisations/{organisation}/api-keys', { path: { organisation } }));
  const [isMaking, make] = useState(false);
  const [made, setMade] = useState<Model<'ApiKeyWithSecret'>>();
  const [revoking, askRevoke] = useState<Key>();
  const [rotating, askRotate] = useState<Key>();
  const again = () => changed('/organisations/{organisation}/api-keys');
  const revoke = useMutation({ mutationFn: (key: Key) => answer(hub.DELETE('/organisations/{organisation}/api-keys/{key}', { params: { path: { organisation, key: key.id } } })), onSuccess: async (_, key) => { await again(); told(`${key.name} is revoked`); }, onError: (error) => failed('Not revoked', error) });
  const rotate = useMutation({ mutationFn: (key: Key) => answer(hub.POST('/organisations/{organisation}/api-keys/{key}/rotations', { params: { path: { organisation, key: key.id } } })), onSuccess: async (key) => { await again(); setMade(key); }, onError: (error) => failed('Not made anew', error) });
  const rows = (keys.data ?? []).filter((key) => opens(key, server.id));
  const mine = (key: Key) => (key.user === me.id ? false : lacks('keys:manage'));
  const columns: Column<Key>[] = [
    { title: 'Name', cell: ({ name, hint }) => <span className="flex flex-col gap-0.5"><span className="breaks font-medium">{name}</span><Tag className="w-fit">{hint}…</Tag></span> },
    { title: 'Opens', from: 'sm', cell: ({ reach }) => ((reach?.servers ?? []).length === 0 ? <Badge tone="warn">Every server</Badge> : reach!.servers!.length === 1 ? <Badge tone="good">This server</Badge> : <Badge>{reach!.servers!.length} servers</Badge>) },
    { title: 'Tools', from: 'md', cell: ({ reach }) => ((reach?.tools ?? []).length === 0 ? <span className="text-ink-soft">All</span> : <span className="flex flex-wrap gap-1">{reach!.tools!.slice(0, 3).map((glob) => <Tag key={glob}>{glob}</Tag>)}{reach!.tools!.length > 3 && <span className="text-sm text-ink-faint">and {reach!.tools!.length - 3} more</span>}</span>) },
    { title: 'Used last', isNumber: true, from: 'lg', cell: ({ last_used_at: at }) => (at ? <Time at={at} className="text-ink-soft" /> : <span className="text-ink-faint">never</span>) },
    { title: 'Ends', isNumber: true, from: 'md', cell: ({ expires_at: at }) => (at ? <span className="whitespace-nowrap text-ink-soft">{new Date(at).toLocaleDateString('en', { dateStyle: 'medium' })}</span> : <span className="text-ink-faint">never</span>) },
    { title: '', isNumber: true, cell: (key) => <span className="flex justify-end gap-1.5 max-sm:flex-col max-sm:items-end"><Button size="small" disabled={mine(key)} onClick={() => askRotate(key)}>Make anew</Button><Button size="small" disabled={mine(key)} onClick={() => askRevoke(key)}>Revoke</Button></span> },
  ];
  return (
    <Panel title="Keys that open it" words="Each client has one of its own, so that one can be taken away without the others." actions={<Button size="small" icon={<Plus className="size-3.5" />} disabled={lacks('servers:call')} onClick={() => make(true)}>Make a key</Button>} isFlush>
      {made && <div className="border-b border-line p-4"><MadeKey made={made} /></div>}
      {keys.error ? <Trouble error={keys.error} onRetry={() => void keys.refetch()} /> : keys.isPending ? <SkeletonRows rows={3} />
        : rows.length === 0 ? <Empty icon={<KeyRound />} title="No key opens it yet" words="Members can call it while they are signed in. Every AI client needs a key." />
          : <Table label="Keys that open it" rows={rows} columns={columns} keyOf={({ id }) => id} />}
      <NewKey server={server} isOpen={isMaking} onClose={() => make(false)} onMade={(key) => { setMade(key); make(false); void again(); }} />
      <Confirm title={`Revoke ${revoking?.name ?? ''}?`} words="Clients that have it are refused from now on. This cannot be taken back; you can make another key." action="Revoke it" isOpen={revoking !== undefined} onClose={() => askRevoke(undefined)} onConfirm={() => revoke.mutateAsync(revoking!)} />
      <Confirm title={`Make ${rotating?.name ?? ''} anew?`} words="The key that there is stops working. You see the new one once, and give it to the client." action="Make it anew" isOpen={rotating !== undefined} onClose={() => askRotate(undefined)} onConfirm={() => rotate.mutateAsync(rotating!)} />
    </Panel>
  );
}
