'use client';
// The credentials with which an API is called.

import { useQuery } from '@tanstack/react-query';
import { LockOpen } from 'lucide-react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { Panel } from '@/ui/page';
import { Empty, Skeleton, Trouble } from '@/ui/states';
import { CredentialPanel } from './credential';

export function ApiCredentials({ api }: { api: Model<'Api'> }) {
  const { slug: organisation } = useOrganisation();
  const credentials = useQuery(read('/organisations/{organisation}/apis/{api}/credentials', { path: { organisation, api: api.slug } }));
  if (credentials.error) return <Trouble error={credentials.error} onRetry={() => void credentials.refetch()} />;
  if (!credentials.data) return <Skeleton className="h-64 w-full" />;
  const { schemes, items, sources } = credentials.data;
  if (schemes.length === 0) return <Panel isFlush><Empty icon={<LockOpen />} title="It declares no way to authenticate" words="Calls go out without credentials." /></Panel>;
  return schemes.map((scheme) => (
    <CredentialPanel key={scheme.name} api={api} scheme={scheme} sources={sources} kept={items.find((item) => item.scheme === scheme.name && !item.user) ?? items.find((item) => item.scheme === scheme.name)} />
  ));
}
