'use client';
// What is at the side of every page: where one is, where one can go, and who one is.

import clsx from 'clsx';
import { Building2, Check, ChevronsUpDown, LogOut, Monitor, Moon, Plus, Search, Sun, UserRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { signOut } from '@/hub/session';
import { to } from '@/routes';
import { IconButton, LinkButton } from '@/ui/button';
import { Kbd } from '@/ui/kbd';
import { Link } from '@/ui/link';
import { Mark } from '@/ui/mark';
import { Menu, type MenuEntry } from '@/ui/menu';
import { openKeys } from './keys-state';
import { LiveStatus } from './live';
import { type Place, isAt, places } from './navigation';
import { useOrganisation } from './organisation';
import { openPalette } from './palette-state';
import { type Theme, choose, useTheme } from './theme';

export function Sidebar() {
  const organisation = useOrganisation();
  const path = usePathname();
  const groups = places(organisation.slug, organisation.me.is_admin);
  const mayCreate = organisation.may('apis:create');
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-3 py-4">
      <Link href={to.dashboard(organisation.slug)} className="flex items-center gap-2.5 rounded-md px-2 font-semibold tracking-tight"><Mark className="size-6" />MCP Hub</Link>
      <Organisations />
      <div className="flex gap-2">
        <LinkButton href={to.wizard(organisation.slug)} look="primary" icon={<Plus className="size-4" />} className={clsx('grow', !mayCreate && 'pointer-events-none opacity-50')} aria-disabled={!mayCreate || undefined}>Connect an API</LinkButton>
        <IconButton label="Search and commands" look="plain" onClick={openPalette}><Search className="size-4" /></IconButton>
      </div>
      <nav aria-label="Main" className="flex grow flex-col gap-5">
        {groups.map((group, index) => (
          <div key={group.title}>
            {index > 0 && <h2 className="mb-1 px-2 text-xs font-medium text-ink-faint">{group.title}</h2>}
            <ul className="flex flex-col gap-px">
              {group.places.filter((place) => place.path !== '/new').map((place) => <Entry key={place.href} place={place} isCurrent={isAt(path, place)} />)}
            </ul>
          </div>
        ))}
      </nav>
      <div className="flex items-center justify-between gap-2 px-2"><LiveStatus /><button type="button" aria-label="Keys" onClick={() => openKeys(true)} className="rounded-sm hover:opacity-80"><Kbd keys="?" /></button></div>
      <Account />
    </div>
  );
}

function Entry({ place, isCurrent }: { place: Place; isCurrent: boolean }) {
  const { lacks } = useOrganisation();
  const why = place.needs ? lacks(place.needs) : false;
  const Icon = place.icon;
  const look = 'flex items-center gap-2.5 rounded-md px-2 py-1.5';
  if (why) return <li><span aria-disabled="true" title={why} className={clsx(look, 'cursor-not-allowed text-ink-faint opacity-70')}><Icon aria-hidden className="size-4" />{place.title}</span></li>;
  return (
    <li>
      <Link href={place.href} aria-current={isCurrent ? 'page' : undefined} className={clsx(look, 'text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink')}>
        <Icon aria-hidden className={clsx('size-4', isCurrent ? 'text-accent-text' : 'text-ink-faint')} />{place.title}
      </Link>
    </li>
  );
}

function Organisations() {
  const organisation = useOrganisation();
  const entries = organisation.all.map((one): MenuEntry => ({
    kind: 'link', href: to.dashboard(one.slug), icon: <Building2 />, title: one.name, aside: one.id === organisation.id ? <Check className="size-4" aria-label="shown" /> : undefined,
  }));
  if (organisation.me.is_admin) entries.push({ kind: 'line' }, { kind: 'link', href: to.newOrganisation(), icon: <Plus />, title: 'Make an organisation' });
  const inside = (
    <>
      <span aria-hidden="true" className="flex size-6 shrink-0 items-center justify-center rounded-sm bg-accent-soft text-xs font-semibold text-accent-text uppercase">{organisation.name.trim()[0] ?? '?'}</span>
      <span className="min-w-0 grow truncate font-medium"><span className="sr-only">Organisation: </span>{organisation.name}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-ink-faint" />
    </>
  );
  return <Menu align="start" entries={entries} button={{ className: 'flex w-full items-center gap-2.5 rounded-md border border-line bg-panel px-2 py-1.5 text-left shadow-low hover:bg-hover', children: inside }} />;
}

function Account() {
  const { me } = useOrganisation();
  const theme = useTheme();
  const entries: MenuEntry[] = [
    { kind: 'link', href: to.account(), icon: <UserRound />, title: 'Your account' },
    { kind: 'line' },
    { kind: 'words', words: 'Theme' },
    {
      kind: 'choices', value: theme, onChange: (value) => choose(value as Theme),
      options: [{ value: 'system', title: 'As the system has it', icon: <Monitor /> }, { value: 'light', title: 'Light', icon: <Sun /> }, { value: 'dark', title: 'Dark', icon: <Moon /> }],
    },
    { kind: 'line' },
    { kind: 'item', title: 'Sign out', icon: <LogOut />, onSelect: () => void signOut() },
  ];
  const inside = (
    <>
      <span aria-hidden="true" className="flex size-7 shrink-0 items-center justify-center rounded-full border border-line bg-panel text-xs font-semibold uppercase">{me.name.trim()[0] ?? '?'}</span>
      <span className="min-w-0 grow"><span className="block truncate font-medium">{me.name}</span><span className="block truncate text-xs text-ink-faint">{me.email}</span></span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-ink-faint" />
    </>
  );
  return <Menu align="start" side="top" entries={entries} button={{ className: 'flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover', children: inside }} />;
}
