'use client';
// The versions of a server: what was frozen, what changed with each, and making the next one.

import { useMutation } from '@tanstack/react-query';
import { Snowflake, Tags } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { sentence } from '@/hub/problem';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { TextField } from '@/ui/field';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Callout, Empty, Failure, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { told } from '@/ui/toast';
import { useDraft } from '../design/draft';
import { useFrozen } from '../design/summary';
import { DeployDialog, useVersions } from '../deployments/deploy-dialog';
import { ChangeBadges } from './changes';
import { VersionSheet } from './sheet';
import { VersionState } from './state';

/** Characters of a note. */
const NOTE = 200;

export function Versions({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const versions = useVersions(server);
  const set = useSetParameters();
  const open = useParameter('version');
  const [deploying, deploy] = useState<string>();
  const rows = versions.data ?? [];
  const version = rows.find(({ number, id }) => String(number) === open || id === open);
  const columns: Column<Model<'ServerVersion'>>[] = [
    { title: 'Version', cell: ({ number }) => <span className="tabular">{number}</span> },
    { title: 'State', cell: ({ id }) => <VersionState server={server} version={id} /> },
    { title: 'Changes', cell: (one) => <ChangeBadges version={one} /> },
    { title: 'Note', from: 'md', className: 'w-2/5', cell: ({ note }) => <span className="breaks text-ink-soft">{note || '–'}</span> },
    { title: 'Tools', isNumber: true, from: 'sm', cell: ({ tools }) => whole(tools) },
    { title: 'Made', isNumber: true, cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
  ];
  return (
    <>
      <Freeze server={server} onMade={(made) => set({ version: String(made.number) }, 'push')} />
      <Panel isFlush>
        {versions.error ? <Trouble error={versions.error} onRetry={() => void versions.refetch()} />
          : versions.isPending ? <SkeletonRows rows={4} />
            : rows.length === 0 ? <Empty icon={<Tags />} title="No versions yet" words="A version is the design at a moment, with the revisions that its APIs have then. It never changes, so what was tried is what runs." />
              : <Table label="Versions" rows={rows} columns={columns} keyOf={({ id }) => id} hrefOf={({ number }) => to.server(organisation, server.slug, 'versions', { version: number })} />}
      </Panel>
      <VersionSheet server={server} versions={rows} version={version} onClose={() => set({ version: '' })} onDeploy={(id) => { set({ version: '' }); deploy(id); }} />
      <DeployDialog server={server} version={deploying} isOpen={deploying !== undefined} onClose={() => deploy(undefined)} />
    </>
  );
}

/** Makes the next version of the design, and says whether there is something new in it. */
function Freeze({ server, onMade }: { server: Model<'Server'>; onMade: (version: Model<'ServerVersion'>) => void }) {
  const { slug: organisation, lacks } = useOrganisation();
  const draft = useDraft(server);
  const state = useFrozen(server, draft.data);
  const [note, setNote] = useState('');
  const make = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/servers/{server}/versions', { params: { path: { organisation, server: server.slug } }, body: note.trim() ? { note: note.trim() } : {} })),
    onSuccess: async (made) => {
      setNote('');
      await changed('/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/versions');
      told(`Version ${made.number} is made`, 'Nothing that is served changes before it is deployed.');
      onMade(made);
    },
  });
  if (draft.error) return <Callout tone="bad" title="No version can be made of the design" actions={<LinkButton href={to.server(organisation, server.slug, 'tools')}>To the design</LinkButton>}>{sentence(draft.error.message)}</Callout>;
  if (state === 'same') return <Callout title="The newest version is what the design says" actions={<LinkButton href={to.server(organisation, server.slug, 'tools')}>Change the design</LinkButton>}>There is nothing new to make a version of.</Callout>;
  return (
    <Panel title={server.latest_version ? 'The design has changed since the newest version' : 'The first version'} words="A version never changes. Nothing that is served does before it is deployed.">
      <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        <TextField className="grow basis-64" label="Note" aside="optional" maxLength={NOTE} value={note} onChange={(event) => setNote(event.target.value)} placeholder="What is new in it" />
        <Button type="submit" look="primary" icon={<Snowflake className="size-3.5" />} busy={make.isPending} disabled={lacks('servers:update')}>Make a version</Button>
      </form>
      {make.error && <div className="mt-3"><Failure error={make.error} /></div>}
    </Panel>
  );
}
