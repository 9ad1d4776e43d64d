'use client';
// The third step: what the API wants to be authenticated with, each way with its own form, tried before it is kept.

import { useQuery } from '@tanstack/react-query';
import { LockOpen } from 'lucide-react';
import { CredentialPanel } from '@/features/apis/credential';
import { useOrganisation } from '@/features/shell/organisation';
import { read } from '@/hub/query';
import { Panel } from '@/ui/page';
import { Empty, Skeleton, Trouble } from '@/ui/states';
import { Step } from './step';
import type { StepGiven } from './wizard';

export function AuthenticationStep({ api, at }: StepGiven) {
  const { slug: organisation } = useOrganisation();
  const credentials = useQuery(read('/organisations/{organisation}/apis/{api}/credentials', { path: { organisation, api: api.id } }));
  if (credentials.error) return <Trouble error={credentials.error} onRetry={() => void credentials.refetch()} />;
  if (!credentials.data) return <Skeleton className="h-72 w-full" />;
  const { schemes, items, sources } = credentials.data;
  const keptOf = (scheme: string) => items.find((item) => item.scheme === scheme && !item.user) ?? items.find((item) => item.scheme === scheme);
  const isAnySet = items.length > 0;
  const isNeeded = schemes.length > 0;
  return (
    <Step
      title={isNeeded ? 'How is the API called?' : 'The API needs no credentials'}
      words={isNeeded ? (schemes.length > 1 ? 'It knows several ways. One is enough, mostly; agents never see what you give here.' : 'Agents never see what you give here: the hub adds it to each call.') : undefined}
      back={at('found')} next={{ label: 'Go on', href: at('tools'), disabled: isNeeded && !isAnySet && 'Set a credential, or skip this for now' }}
      {...(isNeeded && !isAnySet ? { skip: { label: 'Skip for now', href: at('tools') } } : {})}
    >
      {isNeeded
        ? schemes.map((scheme) => <CredentialPanel key={scheme.name} api={api} scheme={scheme} sources={sources} kept={keptOf(scheme.name)} />)
        : <Panel isFlush><Empty icon={<LockOpen />} title="Nothing to do here" words="The document declares no way to authenticate. If the API wants a key all the same, its answers in the next steps will say so." /></Panel>}
    </Step>
  );
}
