'use client';
// The frame of an API's pages: its name and health, the ways between them, and the API itself for each.

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter } from '@/hub/url';
import { API_PAGES, titleOf, to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Page, PageTabs } from '@/ui/page';
import { Skeleton, Trouble } from '@/ui/states';
import { HealthStatus } from './health';

export function ApiFrame({ children }: { children: (api: Model<'Api'>) => ReactNode }) {
  const { slug: organisation } = useOrganisation();
  const name = useParameter('api');
  const path = usePathname();
  const api = useQuery(read('/organisations/{organisation}/apis/{api}', { path: { organisation, api: name } }));
  const trail = [{ title: 'APIs', href: to.apis(organisation) }];
  if (api.error) return <Page title="API" trail={trail}><Trouble what="API" error={api.error} onRetry={() => void api.refetch()} /></Page>;
  if (!api.data) return <Page title={name || 'API'} trail={trail}><Skeleton className="h-72 w-full" /></Page>;
  const tabs = API_PAGES.map((page) => ({ title: titleOf(page), href: to.api(organisation, api.data.slug, page), isCurrent: path === `/apis/${page}` }));
  return (
    <Page
      title={api.data.name} aside={<HealthStatus health={api.data.health} />} words={api.data.description} trail={trail}
      actions={<LinkButton href={to.wizard(organisation, { step: 'tools', api: api.data.slug })}>Make a server of it</LinkButton>}
      tabs={<PageTabs label={`Pages of ${api.data.name}`} tabs={tabs} />}
    >
      {children(api.data)}
    </Page>
  );
}
