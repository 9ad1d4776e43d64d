'use client';
// The frame of a server's pages: its name and state, the ways between them, and the server itself for each.

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter } from '@/hub/url';
import { SERVER_PAGES, titleOf, to } from '@/routes';
import { Page, PageTabs } from '@/ui/page';
import { Skeleton, Trouble } from '@/ui/states';
import { DeploymentStatus } from './deployment';

export function ServerFrame({ actions, children }: { actions?: (server: Model<'Server'>) => ReactNode; children: (server: Model<'Server'>) => ReactNode }) {
  const { slug: organisation } = useOrganisation();
  const name = useParameter('server');
  const path = usePathname();
  const server = useQuery(read('/organisations/{organisation}/servers/{server}', { path: { organisation, server: name } }));
  const trail = [{ title: 'Servers', href: to.servers(organisation) }];
  if (server.error) return <Page title="Server" trail={trail}><Trouble what="server" error={server.error} onRetry={() => void server.refetch()} /></Page>;
  if (!server.data) return <Page title={name || 'Server'} trail={trail}><Skeleton className="h-72 w-full" /></Page>;
  const tabs = SERVER_PAGES.map((page) => ({ title: titleOf(page), href: to.server(organisation, server.data.slug, page), isCurrent: path === `/servers/${page}` }));
  return (
    <Page
      title={server.data.name} aside={<DeploymentStatus deployment={server.data.deployment} />} words={server.data.description} trail={trail}
      actions={actions?.(server.data)} tabs={<PageTabs label={`Pages of ${server.data.name}`} tabs={tabs} />}
    >
      {children(server.data)}
    </Page>
  );
}
