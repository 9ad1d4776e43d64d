'use client';
// API keys: who has which, what they may do, when they were last used; to be made, rotated and revoked.

import { useQuery } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Badge, Tag } from '@/ui/badge';
import { Button, looks } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { Confirm, Dialog } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { count } from '@/ui/numbers';
import { Page, Panel } from '@/ui/page';
import { Secret } from '@/ui/secret';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time, usePresent } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { KeyMaker } from './key-maker';
import { useNames } from './names';
import { ALL_PERMISSIONS } from './permissions';
import { ServiceAccounts } from './service-accounts';

export type ApiKey = Model<'ApiKey'>;

function scopes({ scopes: all }: ApiKey): string {
  if (all.length === ALL_PERMISSIONS.length) return 'Everything its owner may';
  return all.length <= 2 ? all.join(', ') : `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`;
}

/** `1 server, 2 tool patterns` */
function reach({ servers = [], tools = [] }: Model<'KeyReach'>): string {
  return [servers.length > 0 && count(servers.length, 'server'), tools.length > 0 && count(tools.length, 'tool pattern')].filter(Boolean).join(', ') || 'any server';
}

function Ends({ at }: { at: string | null | undefined }) {
  const now = usePresent();
  if (!at) return <span className="text-ink-faint">Never</span>;
  return Date.parse(at) < now ? <Badge tone="bad">Ended</Badge> : <Time at={at} className="text-ink-soft" />;
}

export function Keys() {
  const { slug: organisation, name, may, me, lacks } = useOrganisation();
  const { nameOf } = useNames();
  const isMine = useParameter('whose') === 'mine' || !may('keys:read');
  const set = useSetParameters();
  const keys = useQuery(whole('/organisations/{organisation}/api-keys', { path: { organisation }, query: { mine: isMine } }));
  const [isMaking, make] = useState(false);
  const [rotating, rotate] = useState<ApiKey>();
  const [revoking, revoke] = useState<ApiKey>();
  const [fresh, setFresh] = useState<{ name: string; key: string }>();
  const path = (key: ApiKey) => ({ path: { organisation, key: key.id } });
  const rotateIt = async (key: ApiKey) => {
    try {
      setFresh(await answer(hub.POST('/organisations/{organisation}/api-keys/{key}/rotations', { params: path(key) })));
      await changed('/organisations/{organisation}/api-keys');
    } catch (error) {
      failed('The key was not rotated', error);
      throw error;
    }
  };
  const revokeIt = async (key: ApiKey) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/api-keys/{key}', { params: path(key) }));
      await changed('/organisations/{organisation}/api-keys');
      told(`The key ${key.name} is revoked`);
    } catch (error) {
      failed('The key was not revoked', error);
      throw error;
    }
  };
  const columns: Column<ApiKey>[] = [
    { title: 'Name', cell: (key) => <span className="breaks"><span className="font-medium">{key.name}</span><code className="block font-mono text-xs text-ink-faint">{key.hint}…</code></span> },
    { title: 'Acts for', from: 'md', cell: (key) => <span className="breaks">{key.user === me.id ? 'You' : nameOf(key.service_account ?? key.user ?? '')}{key.service_account && <Badge className="ml-2">Service</Badge>}</span> },
    { title: 'May', from: 'lg', className: 'max-w-56', cell: (key) => <span title={key.scopes.join('\n')} className="flex flex-wrap items-center gap-1 text-sm text-ink-soft">{scopes(key)}{key.reach && <Tag>{reach(key.reach)}</Tag>}</span> },
    { title: 'Last used', isNumber: true, from: 'sm', cell: ({ last_used_at: at }) => (at ? <Time at={at} className="text-ink-soft" /> : <span className="text-ink-faint">Never</span>) },
    { title: 'Ends', isNumber: true, from: 'sm', cell: ({ expires_at: at }) => <Ends at={at} /> },
    {
      title: 'Actions', isUntitled: true, isNumber: true, className: 'w-12', cell: (key) => (
        <Menu align="end" button={{ 'aria-label': `What to do with ${key.name}`, className: looks('quiet', 'small', 'px-1.5!'), children: <Ellipsis aria-hidden className="size-4" /> }} entries={[
          { kind: 'item', title: 'Rotate', onSelect: () => rotate(key) }, { kind: 'item', title: 'Revoke', isDangerous: true, onSelect: () => revoke(key) },
        ]} />
      ),
    },
  ];
  return (
    <Page title="API keys" words={`For programs and AI clients. A key works in ${name} alone, and never does more than its owner may.`} actions={<Button look="primary" icon={<Plus className="size-4" />} onClick={() => make(true)}>Make a key</Button>}>
      {may('keys:read') && <Segments label="Whose keys" value={isMine ? 'mine' : 'all'} options={[{ value: 'all', label: 'Everybody’s' }, { value: 'mine', label: 'Mine' }]} onChange={(value) => set({ whose: value === 'mine' ? 'mine' : '' })} />}
      <Panel isFlush>
        {keys.error ? <Trouble error={keys.error} onRetry={() => void keys.refetch()} />
          : keys.isPending ? <SkeletonRows rows={4} />
            : keys.data.length > 0 ? <Table label="API keys" rows={keys.data} columns={columns} keyOf={({ id }) => id} />
              : <Empty icon={<KeyRound />} title="No keys yet" words="The page “Connect” of a server makes one for an AI client. Programs that use the REST API get theirs here."><Button look="primary" onClick={() => make(true)}>Make a key</Button></Empty>}
      </Panel>
      <ServiceAccounts why={lacks('keys:manage')} />
      <KeyMaker isOpen={isMaking} onClose={() => make(false)} onMade={setFresh} />
      <Dialog title={fresh ? `The key ${fresh.name}` : 'Key'} isOpen={fresh !== undefined} onClose={() => setFresh(undefined)} footer={<Button look="primary" onClick={() => setFresh(undefined)}>I have kept it</Button>}>
        {fresh && <Secret label="Key" text={fresh.key} words="Keep it in a safe place now: it is not shown again. Whoever has it may do what it allows." />}
      </Dialog>
      <Confirm title={`Rotate ${rotating?.name ?? ''}?`} words="There is a new key at once, and the one before stops working. Whatever uses it needs the new one." action="Rotate" isOpen={rotating !== undefined} onClose={() => rotate(undefined)} onConfirm={() => (rotating ? rotateIt(rotating) : undefined)} />
      <Confirm title={`Revoke ${revoking?.name ?? ''}?`} words="Whatever uses it is refused from now on. A key cannot be had back." action="Revoke" isOpen={revoking !== undefined} onClose={() => revoke(undefined)} onConfirm={() => (revoking ? revokeIt(revoking) : undefined)} />
    </Page>
  );
}
