'use client';
// The last step: how clients are told about the server, and the first call as it comes.

import { FirstCall } from '@/features/servers/first-call';
import { Guides } from '@/features/servers/guides';
import { useOrganisation } from '@/features/shell/organisation';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Callout } from '@/ui/states';
import { Step } from './step';
import type { StepGiven } from './wizard';

export function ConnectStep({ server, at }: StepGiven) {
  const { slug: organisation } = useOrganisation();
  if (!server?.deployment) return <Callout tone="warn" title="The server is not deployed yet" actions={<LinkButton href={at(server ? 'deploy' : 'tools')}>Go there</LinkButton>} />;
  return (
    <Step title="Connect your AI client" words={`${server.name} is served. Choose your client, and do what it says.`} back={at('deploy')} next={{ label: 'To the server', href: to.server(organisation, server.slug) }}>
      <FirstCall server={server} />
      <Guides server={server} />
    </Step>
  );
}
