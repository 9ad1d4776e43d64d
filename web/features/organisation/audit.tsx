'use client';
// The audit log of an organisation: found by who, what and when, exported, and held against its hashes.

import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { list, whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Button } from '@/ui/button';
import { DayFilter } from '@/ui/day';
import { count } from '@/ui/numbers';
import { Page } from '@/ui/page';
import { save } from '@/ui/save';
import { FilterSelect } from '@/ui/select';
import { Callout } from '@/ui/states';
import { failed } from '@/ui/toast';
import { AuditList } from './audit-list';
import { useNames } from './names';

const FAMILIES = [
  ['api.', 'APIs'], ['credential.', 'Credentials'], ['server.', 'Servers'], ['deployment.', 'Deployments'], ['member.', 'Members'], ['invitation.', 'Invitations'], ['role.', 'Roles'],
  ['api-key.', 'API keys'], ['service-account.', 'Service accounts'], ['webhook.', 'Webhooks'], ['registry.', 'Registries'], ['image.', 'Images'], ['organisation.', 'Organisation'], ['audit.', 'Audit log'], ['job.', 'Jobs'], ['upload.', 'Uploads'],
] as const;

/** The beginning of a day where the reader is. */
function begin(day: string, plus = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  return year && month && date ? new Date(year, month - 1, date + plus).toISOString() : undefined;
}

export function Audit() {
  const { slug: organisation, may } = useOrganisation();
  const { names, whoIs } = useNames();
  const set = useSetParameters();
  const given = { action: useParameter('action'), actor: useParameter('actor'), subject: useParameter('subject') };
  const since = useParameter('since');
  const until = useParameter('until');
  const path = { organisation };
  const members = useQuery({ ...whole('/organisations/{organisation}/members', { path }), enabled: may('members:read') });
  const programs = useQuery({ ...whole('/organisations/{organisation}/service-accounts', { path }), enabled: may('keys:read') });
  const query = Object.fromEntries(Object.entries({ ...given, since: begin(since), until: begin(until, 1) }).filter(([, value]) => value));
  const log = useInfiniteQuery(list('/organisations/{organisation}/audit', { path, query }));
  const isFiltered = Object.keys(query).length > 0;
  const people = [...(members.data ?? []).map(({ user, name }) => ({ value: user, label: name })), ...(programs.data ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Page title="Audit log" words="Who did what, and from where. Each line carries a hash over itself and the line before, so that none can be changed or taken out unnoticed." actions={<><Verify /><Export query={query} /></>}>
      <div className="flex flex-wrap gap-2">
        <FilterSelect label="What" value={given.action} options={[{ value: '', label: 'Everything' }, ...FAMILIES.map(([value, label]) => ({ value: value as string, label })), ...(given.action && !FAMILIES.some(([value]) => value === given.action) ? [{ value: given.action, label: given.action }] : [])]} onChange={(action) => set({ action })} />
        <FilterSelect label="Who" value={given.actor} options={[{ value: '', label: 'Everybody' }, ...people]} onChange={(actor) => set({ actor })} className="max-w-56" />
        <DayFilter label="From" value={since} onChange={(day) => set({ since: day })} />
        <DayFilter label="To" value={until} onChange={(day) => set({ until: day })} />
        {given.subject && <Button size="small" className="h-8.5!" onClick={() => set({ subject: '' })}>About {given.subject.slice(0, 12)}… ×</Button>}
      </div>
      <AuditList
        log={log} whoIs={whoIs} names={names} organisation={organisation} onReset={isFiltered ? () => set({ action: '', actor: '', subject: '', since: '', until: '' }) : undefined}
        onAbout={(subject) => set({ subject, entry: '' })}
      />
    </Page>
  );
}

function Export({ query }: { query: object }) {
  const { slug: organisation } = useOrganisation();
  const get = useMutation({
    mutationFn: () => answer(hub.GET('/organisations/{organisation}/audit/export', { params: { path: { organisation }, query }, parseAs: 'blob' })),
    onSuccess: (content) => save(content, `audit-${organisation}-${new Date().toISOString().slice(0, 10)}.ndjson`),
    onError: (error) => failed('The log was not exported', error),
  });
  return <Button icon={<Download className="size-4" />} busy={get.isPending} onClick={() => get.mutate()}>Export</Button>;
}

function Verify() {
  const { slug: organisation } = useOrganisation();
  const [isShown, show] = useState(true);
  const check = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/audit/verification', { params: { path: { organisation } } })),
    onMutate: () => show(true), onError: (error) => failed('The log could not be verified', error),
  });
  const found = check.data;
  return (
    <>
      <Button icon={<ShieldCheck className="size-4" />} busy={check.isPending} onClick={() => check.mutate()}>Verify</Button>
      {found && isShown && (
        <div className="basis-full" role="status">
          {found.is_whole
            ? <Callout tone="good" title={`${count(found.lines, 'line')}, and each is as it was written`} actions={<Button size="small" onClick={() => show(false)}>Fine</Button>} />
            : <Callout tone="bad" title={`The log is not what was written, from line ${found.broken_at}`}>Somebody changed the database past the hub. Compare it with a backup or an export.</Callout>}
        </div>
      )}
    </>
  );
}
