'use client';
// The audit log of the hub itself: accounts, sign-ins, keys, organisations.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { AuditList } from '@/features/organisation/audit-list';
import { useNames } from '@/features/organisation/names';
import type { Model } from '@/hub/client';
import { list, whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { FilterSelect } from '@/ui/select';

const FAMILIES = [{ value: '', label: 'Everything' }, { value: 'user.', label: 'Accounts' }, { value: 'session.', label: 'Sign-ins' }, { value: 'organisation.', label: 'Organisations' }, { value: 'data-key.', label: 'Keys of the hub' }, { value: 'master-key.', label: 'Master keys' }] as const;

export function HubAudit() {
  const set = useSetParameters();
  const { whoIs } = useNames();
  const users = useQuery(whole('/admin/users', {}));
  const given = { action: useParameter('action'), actor: useParameter('actor'), subject: useParameter('subject') };
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  const log = useInfiniteQuery(list('/admin/audit', { query }));
  const names = new Map((users.data ?? []).map(({ id, name }) => [id, name]));
  const who = (actor: Model<'Actor'>) => (actor.type === 'user' && names.has(actor.id) ? { name: names.get(actor.id)! } : whoIs(actor));
  const isKnown = FAMILIES.some(({ value }) => value === given.action);
  return (
    <Page title="Hub audit log" words="What concerns no single organisation: accounts, sign-ins, keys. The command mcphub audit verify holds it against its hashes.">
      <div className="flex flex-wrap gap-2">
        <FilterSelect label="What" value={given.action} options={[...FAMILIES, ...(isKnown ? [] : [{ value: given.action, label: given.action }])]} onChange={(action) => set({ action })} />
        <FilterSelect label="Who" value={given.actor} options={[{ value: '', label: 'Everybody' }, ...(users.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]} onChange={(actor) => set({ actor })} className="max-w-56" />
        {given.subject && <Button size="small" className="h-8.5!" onClick={() => set({ subject: '' })}>About {names.get(given.subject) ?? `${given.subject.slice(0, 12)}…`} ×</Button>}
      </div>
      <AuditList log={log} whoIs={who} names={names} onReset={Object.keys(query).length > 0 ? () => set({ action: '', actor: '', subject: '' }) : undefined} onAbout={(subject) => set({ subject, entry: '' })} />
    </Page>
  );
}
