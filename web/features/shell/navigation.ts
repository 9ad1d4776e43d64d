// Where one can go from everywhere: in the sidebar, and in the palette.

import { Activity, Blocks, Building2, Container, Gauge, KeyRound, LayoutDashboard, ListChecks, type LucideIcon, PackagePlus, ScrollText, ServerCog, Settings, ShieldCheck, Users, Webhook } from 'lucide-react';
import type { Model } from '@/hub/client';
import { to } from '@/routes';

export interface Place {
  title: string;
  icon: LucideIcon;
  href: string;
  /** The beginning of the paths that belong to it. */
  path: string;
  /** Keys that lead there, one after the other. */
  keys?: string;
  needs?: Model<'Permission'>;
  /** Words to find it by. */
  words?: string;
}

export interface Group {
  title: string;
  places: Place[];
}

/** Pages that there are. What is not listed here is not linked. */
export function places(organisation: string, isAdmin: boolean): Group[] {
  const work: Place[] = [
    { title: 'Dashboard', icon: LayoutDashboard, href: to.dashboard(organisation), path: '/', keys: 'g d', words: 'home start overview' },
    { title: 'APIs', icon: Blocks, href: to.apis(organisation), path: '/apis', keys: 'g a', needs: 'apis:read' },
    { title: 'Servers', icon: ServerCog, href: to.servers(organisation), path: '/servers', keys: 'g s', needs: 'servers:read', words: 'mcp tools' },
    { title: 'Connect an API', icon: PackagePlus, href: to.wizard(organisation), path: '/new', keys: 'n', needs: 'apis:create', words: 'new add register wizard openapi graphql' },
  ];
  const inside: Place[] = [
    { title: 'Members', icon: Users, href: to.organisation(organisation, 'members'), path: '/organisation/members', keys: 'g m', needs: 'members:read', words: 'people invite' },
    { title: 'Roles', icon: ShieldCheck, href: to.organisation(organisation, 'roles'), path: '/organisation/roles', keys: 'g r', needs: 'roles:read', words: 'permissions' },
    { title: 'API keys', icon: KeyRound, href: to.organisation(organisation, 'keys'), path: '/organisation/keys', keys: 'g k', needs: 'organisation:read', words: 'tokens service accounts' },
    { title: 'Usage', icon: Gauge, href: to.organisation(organisation, 'usage'), path: '/organisation/usage', keys: 'g u', needs: 'usage:read', words: 'quotas cost' },
    { title: 'Registries', icon: Container, href: to.organisation(organisation, 'registries'), path: '/organisation/registries', keys: 'g i', needs: 'registries:read', words: 'images containers docker oci tags' },
    { title: 'Webhooks', icon: Webhook, href: to.organisation(organisation, 'webhooks'), path: '/organisation/webhooks', keys: 'g w', needs: 'webhooks:read' },
    { title: 'Audit log', icon: ScrollText, href: to.organisation(organisation, 'audit'), path: '/organisation/audit', keys: 'g l', needs: 'audit:read' },
    { title: 'Settings', icon: Settings, href: to.organisation(organisation, 'settings'), path: '/organisation/settings', keys: 'g o', needs: 'organisation:update' },
  ];
  const hub: Place[] = [
    { title: 'System', icon: Activity, href: to.admin('system'), path: '/admin/system', words: 'status health' },
    { title: 'Users', icon: Users, href: to.admin('users'), path: '/admin/users' },
    { title: 'Organisations', icon: Building2, href: to.admin('organisations'), path: '/admin/organisations' },
    { title: 'Jobs', icon: ListChecks, href: to.admin('jobs'), path: '/admin/jobs' },
    { title: 'Hub audit log', icon: ScrollText, href: to.admin('audit'), path: '/admin/audit' },
    { title: 'Hub settings', icon: Settings, href: to.admin('settings'), path: '/admin/settings', words: 'configuration environment mcphub.toml' },
  ];
  return [{ title: 'Work', places: work }, { title: 'Organisation', places: inside }, ...(isAdmin ? [{ title: 'Hub', places: hub }] : [])];
}

export function isAt(path: string, place: Place): boolean {
  return place.path === '/' ? path === '/' : path === place.path || path.startsWith(`${place.path}/`);
}
