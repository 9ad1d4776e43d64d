'use client';
// One revision: where it stands, what changed, what was found, and its documents; to be accepted or refused while it waits.

import { useMutation, useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useNames } from '@/features/organisation/names';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { count, whole } from '@/ui/numbers';
import { Facts, Panel, Stat } from '@/ui/page';
import { Callout, Skeleton, SkeletonRows, Trouble } from '@/ui/states';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { type Change, Changes } from './changes';
import { kindOf, useRevision } from './compilation';
import { Document, documentAt } from './document';
import { Findings } from './findings';
import { RevisionBadge } from './revision-state';

/** What a decision changes. */
const READ_ANEW = ['/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}/revisions', '/organisations/{organisation}/apis/{api}/revisions/{revision}'] as const;

export function Revision({ api, name }: { api: Model<'Api'>; name: string }) {
  const { slug: organisation } = useOrganisation();
  const { nameOf } = useNames();
  const set = useSetParameters();
  const place = useParameter('place');
  const chosen = useParameter('document');
  const { detail, report, error, retry } = useRevision(api, name);
  const changes = useQuery({ ...read('/organisations/{organisation}/apis/{api}/revisions/{revision}/changes', { path: { organisation, api: api.id, revision: name } }), enabled: detail !== undefined && detail.number > 1 });
  const back = <Link href={to.api(organisation, api.slug, 'revisions')} className="w-fit text-sm text-ink-faint hover:text-ink">← All revisions</Link>;
  if (error) return <>{back}<Trouble what="revision" error={error} onRetry={retry} /></>;
  if (!detail) return <>{back}<Skeleton className="h-72 w-full" /></>;
  const digest = chosen || (place ? documentAt(detail, place)?.digest ?? '' : '');
  return (
    <>
      {back}
      {detail.id === api.pending_revision && <Decision api={api} revision={detail} changes={(changes.data ?? []) as unknown as Change[]} />}
      <Panel title={<span className="flex flex-wrap items-center gap-2">Revision {detail.number}<RevisionBadge revision={detail} api={api} /></span>} actions={['approved', 'rejected', 'superseded'].includes(detail.state) && detail.id !== api.current_revision && <GoBack api={api} revision={detail} />}>
        <div className="flex flex-col gap-5">
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Stat name="Operations" value={whole(detail.operations)} /><Stat name="Tools" value={whole(detail.tools)} />
            <Stat name="Breaks" value={whole(detail.breaking)} tone={detail.breaking > 0 ? 'bad' : undefined} /><Stat name="Warnings" value={whole(detail.warnings)} />
          </div>
          <Facts facts={[
            ['Title', detail.title], ['Kind', `${kindOf(detail.kind, report?.version)}${detail.api_version ? ` · version ${detail.api_version}` : ''}`], ['Read', <Time key="r" at={detail.created_at} />],
            ['Decided', detail.decided_at && <span key="d"><Time at={detail.decided_at} />{detail.decided_by ? ` by ${nameOf(detail.decided_by)}` : ' by the hub, as nothing was to be decided'}</span>],
            ['Digest', <Tag key="h">{detail.source_digest.slice(0, 16)}</Tag>],
          ]} />
        </div>
      </Panel>
      {detail.number > 1 && (
        <Panel title="What changed" words={`Since the revision that was current when it was read.`} isFlush>
          {changes.error ? <Trouble error={changes.error} onRetry={() => void changes.refetch()} /> : changes.isPending ? <SkeletonRows rows={3} /> : <Changes changes={changes.data as unknown as Change[]} />}
        </Panel>
      )}
      <Panel title="Findings" words="What is wrong with the document, and where. A place opens the document there." isFlush>{report ? <Findings report={report} hrefOf={(where) => to.api(organisation, api.slug, 'revisions', { revision: name, place: where })} /> : <SkeletonRows rows={3} />}</Panel>
      <Panel title={detail.documents.length === 1 ? 'Document' : count(detail.documents.length, 'document')} isFlush>
        <ul>
          {detail.documents.map((one) => (
            <li key={one.digest} className="border-b border-line last:border-0">
              <button type="button" onClick={() => set({ document: one.digest, place: '' }, 'push')} className="flex w-full items-center gap-3 px-4 py-2.5 text-left hover:bg-hover sm:px-5"><FileText aria-hidden className="size-4 shrink-0 text-ink-faint" /><span className="breaks min-w-0 grow font-mono text-sm">{one.name}</span><Tag>{one.digest.slice(0, 12)}</Tag></button>
            </li>
          ))}
        </ul>
      </Panel>
      <Document api={api} revision={detail} digest={digest} place={place} onClose={() => set({ place: '', document: '' })} />
    </>
  );
}

/** An older revision, or one that was refused, can become the current one. */
function GoBack({ api, revision }: { api: Model<'Api'>; revision: Model<'RevisionDetail'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const [isSure, setSure] = useState(false);
  const approve = async () => {
    try {
      await answer(hub.POST('/organisations/{organisation}/apis/{api}/revisions/{revision}/approval', { params: { path: { organisation, api: api.id, revision: revision.id } } }));
      await changed(...READ_ANEW);
      told(`Revision ${revision.number} is current now`);
    } catch (error) {
      failed('It did not become the current one', error);
      throw error;
    }
  };
  return (
    <>
      <Button size="small" disabled={lacks('apis:update')} onClick={() => setSure(true)}>Make it current</Button>
      <Confirm title={`Make revision ${revision.number} current?`} words="New versions of servers are made of it from then on. Servers that are deployed stay as they are until they get a new version." action="Make it current" isOpen={isSure} onClose={() => setSure(false)} onConfirm={approve} />
    </>
  );
}

function Decision({ api, revision, changes }: { api: Model<'Api'>; revision: Model<'RevisionDetail'>; changes: readonly Change[] }) {
  const { slug: organisation, lacks } = useOrganisation();
  const [isSure, setSure] = useState(false);
  const params = { path: { organisation, api: api.id, revision: revision.id } };
  const anew = () => changed(...READ_ANEW);
  const approve = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/revisions/{revision}/approval', { params })),
    onSuccess: async () => { await anew(); told(`Revision ${revision.number} is current now`, 'Servers get it with their next version.'); },
    onError: (problem) => failed('It was not accepted', problem),
  });
  const reject = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/revisions/{revision}/rejection', { params })),
    onSuccess: async () => { await anew(); told(`Revision ${revision.number} is refused`); },
    onError: (problem) => failed('It was not refused', problem),
  });
  const why = lacks('apis:update');
  const breaking = changes.filter(({ impact }) => impact === 'breaking').length;
  return (
    <Callout
      tone="warn" title="It waits for your decision"
      actions={<><Button disabled={why} busy={reject.isPending} onClick={() => reject.mutate()}>Refuse</Button><Button look="primary" disabled={why} busy={approve.isPending} onClick={() => (breaking > 0 ? setSure(true) : approve.mutate())}>Accept</Button></>}
    >
      Servers go on with the current one until then.
      <Confirm title={`Accept revision ${revision.number}?`} words={`${count(breaking, 'change')} of it may break agents. Servers that are deployed stay as they are until they get a new version.`} action="Accept it" isOpen={isSure} onClose={() => setSure(false)} onConfirm={() => approve.mutateAsync().catch(() => undefined)} />
    </Callout>
  );
}
