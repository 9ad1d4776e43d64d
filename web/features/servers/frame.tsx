'use client';
// The frame of a server's pages: its name and state, the ways between them, and the server itself for each.

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { type ReactNode, useDeferredValue } from 'react';
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
  // The first time, what is in the frame is put together bit by bit.
  const isThere = useDeferredValue(server.data !== undefined, false);
  const trail = [{ title: 'Servers', href: to.servers(organisation) }];
  if (server.error) return <Page title="Server" trail={trail}><Trouble what="server" error={server.error} onRetry={() => void server.refetch()} /></Page>;
  const tabs = SERVER_PAGES.map((page) => ({ title: titleOf(page), href: to.server(organisation, name, page), isCurrent: path === `/servers/${page}` }));
  const head = { trail, tabs: <PageTabs label={`Pages of ${server.data?.name ?? name}`} tabs={tabs} /> };
  if (!server.data || !isThere) return <Page title={name || 'Server'} {...head}><Skeleton className="h-72 w-full" /></Page>;
  return (
    <Page
      title={server.data.name} aside={<DeploymentStatus deployment={server.data.deployment} />} words={server.data.description}
      actions={actions?.(server.data)} {...head}
    >
      {children(server.data)}
    </Page>
  );
}
