'use client';
// Everybody who has an account of this hub.

import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Ellipsis, UserPlus, Users as Picture } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Badge } from '@/ui/badge';
import { Button, looks } from '@/ui/button';
import { Confirm, Dialog } from '@/ui/dialog';
import { SearchField } from '@/ui/field';
import { Menu } from '@/ui/menu';
import { Page, Panel } from '@/ui/page';
import { Secret } from '@/ui/secret';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { UserMaker } from './user-maker';

type Account = Model<'Account'>;

/** A link that was made for somebody. */
interface Fresh {
  name: string;
  url: string;
}

export function Users() {
  const { me } = useOrganisation();
  const search = useParameter('search');
  const set = useSetParameters();
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  const users = useInfiniteQuery(list('/admin/users', { query: wanted ? { search: wanted } : {} }));
  const rows = items(users.data);
  const [isMaking, make] = useState(false);
  const [fresh, setFresh] = useState<Fresh>();
  const [asked, ask] = useState<{ account: Account; change: Model<'UserChange'>; title: string; words: string; action: string }>();
  const change = async ({ account, change: body }: { account: Account; change: Model<'UserChange'> }) => {
    try {
      const now = await answer(hub.PATCH('/admin/users/{user}', { params: { path: { user: account.id } }, body }));
      await changed('/admin/users');
      told(now.is_disabled ? `${now.name} may not sign in any more` : `${now.name} is changed`);
    } catch (error) {
      failed('The account was not changed', error);
      throw error;
    }
  };
  const reset = useMutation({
    mutationFn: (account: Account) => answer(hub.POST('/admin/users/{user}/password-resets', { params: { path: { user: account.id } } })),
    onSuccess: ({ url }, { name }) => setFresh({ name, url }),
    onError: (error) => failed('There is no link', error),
  });
  const columns: Column<Account>[] = [
    { title: 'Name', cell: (one) => <span className="breaks"><span className="font-medium">{one.name}</span>{one.id === me.id && <Badge className="ml-2">You</Badge>}<span className="block text-sm text-ink-faint">{one.email}</span></span> },
    { title: 'Rights', cell: (one) => <span className="flex flex-wrap gap-1">{one.is_disabled && <Badge tone="bad">Disabled</Badge>}{one.is_admin && <Badge tone="accent">Administrator</Badge>}{!one.is_disabled && !one.is_admin && <span className="text-ink-faint">–</span>}</span> },
    { title: 'Second factor', from: 'md', cell: (one) => (one.has_second_factor ? <Badge tone="good">On</Badge> : <span className="text-ink-faint">Off</span>) },
    { title: 'Last here', isNumber: true, from: 'sm', cell: ({ last_seen_at: at }) => (at ? <Time at={at} className="text-ink-soft" /> : <span className="text-ink-faint">Never</span>) },
    { title: 'Since', isNumber: true, from: 'lg', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    {
      title: 'Actions', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => {
        const why = one.id === me.id && 'Somebody else has to do this to your account';
        return (
          <Menu align="end" button={{ 'aria-label': `What to do with ${one.name}`, className: looks('quiet', 'small', 'px-1.5!'), children: <Ellipsis aria-hidden className="size-4" /> }} entries={[
            { kind: 'item', title: 'Make a link for a new password', onSelect: () => reset.mutate(one) },
            one.is_admin ? { kind: 'item', title: 'Take administration away', disabled: why, onSelect: () => ask({ account: one, change: { is_admin: false }, title: `Take administration away from ${one.name}?`, words: 'They keep what their roles in organisations allow.', action: 'Take it away' }) }
              : { kind: 'item', title: 'Make an administrator', onSelect: () => ask({ account: one, change: { is_admin: true }, title: `Make ${one.name} an administrator?`, words: 'They may see and change everything in this hub, in all organisations.', action: 'Make an administrator' }) },
            { kind: 'line' },
            one.is_disabled ? { kind: 'item', title: 'Enable', onSelect: () => void change({ account: one, change: { is_disabled: false } }).catch(() => undefined) }
              : { kind: 'item', title: 'Disable', isDangerous: true, disabled: why, onSelect: () => ask({ account: one, change: { is_disabled: true }, title: `Disable ${one.name}?`, words: 'Their sign-ins end at once, and their keys stop working. They can be enabled again.', action: 'Disable' }) },
          ]} />
        );
      },
    },
  ];
  return (
    <Page title="Users" words="Everybody who has an account of this hub." actions={<Button look="primary" icon={<UserPlus className="size-4" />} onClick={() => make(true)}>Make an account</Button>}>
      <SearchField label="Find users" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="max-w-sm" />
      <Panel isFlush>
        {users.error ? <Trouble error={users.error} onRetry={() => void users.refetch()} />
          : users.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Users" rows={rows} columns={columns} keyOf={({ id }) => id} more={users.hasNextPage ? { isReading: users.isFetchingNextPage, read: () => void users.fetchNextPage() } : undefined} />
              : search ? <NothingFound what="account" onReset={() => { type(''); set({ search: '' }); }} /> : <Empty icon={<Picture />} title="Nobody yet" />}
      </Panel>
      <UserMaker isOpen={isMaking} onClose={() => make(false)} onMade={setFresh} />
      <Dialog title={fresh ? `A link for ${fresh.name}` : 'Link'} isOpen={fresh !== undefined} onClose={() => setFresh(undefined)} footer={<Button look="primary" onClick={() => setFresh(undefined)}>Done</Button>}>
        {fresh && <Secret label="Link" text={fresh.url} words="Give them this link: with it they choose their password. It works once, and is not shown again." />}
      </Dialog>
      <Confirm title={asked?.title ?? ''} words={asked?.words ?? ''} action={asked?.action ?? ''} isOpen={asked !== undefined} onClose={() => ask(undefined)} onConfirm={() => (asked ? change(asked) : undefined)} />
    </Page>
  );
}
