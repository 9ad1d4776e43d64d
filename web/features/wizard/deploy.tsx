'use client';
// The sixth step: where the server runs and who may use it; then it is deployed, and what comes of it is said.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Building2, Globe } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { deploy, DeploymentStatus } from '@/features/servers/deployment';
import { draftOf, wishOf } from '@/features/servers/where-draft';
import { WhereFields } from '@/features/servers/where-fields';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { ChoiceCards } from '@/ui/choices';
import { count, short } from '@/ui/numbers';
import { Facts, Panel } from '@/ui/page';
import { Callout, Failure, Skeleton } from '@/ui/states';
import { Step } from './step';
import type { StepGiven } from './wizard';

export function DeployStep({ server, at }: StepGiven) {
  if (!server) return <Callout tone="warn" title="There is no server yet" actions={<LinkButton href={at('tools')}>Choose its tools</LinkButton>}>It is made of the tools that you choose.</Callout>;
  return <Deploying server={server} at={at} />;
}

function Deploying({ server, at }: { server: Model<'Server'>; at: StepGiven['at'] }) {
  const { slug: organisation, lacks } = useOrganisation();
  const router = useRouter();
  const about = useQuery(read('/about'));
  const tools = useQuery(read('/organisations/{organisation}/servers/{server}/tools', { path: { organisation, server: server.slug } }));
  const [draft, setDraft] = useState(() => draftOf(server.deployment));
  const where = wishOf(draft);
  const [access, setAccess] = useState<Model<'Access'>>(server.settings.access ?? 'organisation');
  const start = useMutation({
    mutationFn: (wish: NonNullable<typeof where>) => deploy(organisation, server, { where: wish, access }),
    onSuccess: (deployment) => { if (deployment.state === 'running') router.push(at('connect')); },
  });
  const isFailed = start.data && start.data.state !== 'running';
  return (
    <Step
      title="Deploy it" words="It gets an address of its own that AI clients connect to. You can change all of this later." back={at('try')}
      next={{ label: start.isPending ? 'It is deployed…' : isFailed ? 'Try again' : 'Deploy', onClick: () => { if (where) start.mutate(where); }, busy: start.isPending, disabled: lacks('servers:deploy') || (!where && 'A number is not right yet') }}
    >
      <Panel>
        {tools.data ? (
          <Facts facts={[
            ['Name', server.name], ['Address', <code key="a" className="font-mono text-sm">{server.url}</code>],
            ['Tools', `${count(tools.data.tools.length, 'tool')}, about ${short(tools.data.tokens)} tokens`],
            ['State', <DeploymentStatus key="s" deployment={start.data ?? server.deployment} />],
          ]} />
        ) : tools.error ? <Failure error={tools.error} /> : <Skeleton className="h-24 w-full" />}
      </Panel>
      {tools.data && tools.data.conflicts.length > 0 && <Callout tone="warn" title="Some of your changes do not fit">{tools.data.conflicts.map(({ message, operation }) => <p key={operation + message}>{operation}: {sentence(message)}</p>)}</Callout>}
      <section aria-labelledby="where"><h3 id="where" className="mb-2.5 font-semibold">Where it runs</h3>
        <WhereFields draft={draft} onChange={setDraft} />
      </section>
      <section aria-labelledby="who"><h3 id="who" className="mb-2.5 font-semibold">Who may use it</h3>
        <ChoiceCards<Model<'Access'>> label="Who may use it" value={access} onChange={setAccess} choices={[
          { value: 'organisation', title: 'Your organisation', words: 'Members and API keys. Each client shows a key.', icon: <Building2 /> },
          { value: 'open', title: 'Anybody who has the address', words: 'Without a key. What it may do in the API, everybody may.', icon: <Globe />, disabled: about.data && !about.data.open_servers && 'This hub does not allow open servers (setting gateway.allow_open).' },
        ]} />
      </section>
      <Failure error={start.error} />
      {isFailed && start.data && (
        <Callout tone="bad" title="It does not run" actions={<LinkButton href={to.server(organisation, server.slug)}>Look at the server</LinkButton>}>
          {sentence(start.data.message || `it is ${start.data.state}`)} {start.data.state === 'starting' || start.data.state === 'pending' ? 'It goes on trying; the server’s page shows how it does.' : 'Its log says more.'}
        </Callout>
      )}
    </Step>
  );
}
