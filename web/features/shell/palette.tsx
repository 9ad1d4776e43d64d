'use client';
// The palette: everywhere one can go and much that one can do, found by typing.

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Blocks, Building2, FileText, Keyboard, LogOut, type LucideIcon, Moon, ServerCog, Sun, UserRound } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { read } from '@/hub/query';
import { signOut } from '@/hub/session';
import { API_PAGES, SERVER_PAGES, to } from '@/routes';
import { Kbd } from '@/ui/kbd';
import { openKeys } from './keys-state';
import { places } from './navigation';
import { useOrganisation } from './organisation';
import { setPalette, usePalette } from './palette-state';
import { choose } from './theme';

interface Command {
  id: string;
  label: string;
  words: string;
  icon: LucideIcon;
  keys?: string | undefined;
  /** Found by at least two words: a page of something that is listed itself. */
  isDeep?: boolean;
  run: () => void;
}

interface CommandGroup {
  title: string;
  items: Command[];
}

function useCommands(): CommandGroup[] {
  const { slug, me, may } = useOrganisation();
  const router = useRouter();
  const path = { organisation: slug };
  const servers = useQuery({ ...read('/organisations/{organisation}/servers', { path, query: { limit: 100 } }), enabled: may('servers:read') });
  const apis = useQuery({ ...read('/organisations/{organisation}/apis', { path, query: { limit: 100 } }), enabled: may('apis:read') });
  const go = (href: string) => () => router.push(href);
  const here = useSearchParams();
  const pagesOf = (name: string, icon: LucideIcon, ways: readonly (readonly [page: string, href: string])[], isDeep: boolean): Command[] => (
    ways.map(([page, href]) => ({ id: `${isDeep ? '' : 'here '}${href}`, label: `${name} · ${page}`, words: page, icon, isDeep, run: go(href) }))
  );
  const ofServer = (server: string) => SERVER_PAGES.map((page) => [page, to.server(slug, server, page)] as const);
  const ofApi = (api: string) => API_PAGES.map((page) => [page, to.api(slug, api, page)] as const);
  const server = servers.data?.items.find(({ id, slug: name }) => [id, name].includes(here.get('server') ?? ''));
  const api = apis.data?.items.find(({ id, slug: name }) => [id, name].includes(here.get('api') ?? ''));
  const pages = places(slug, me.is_admin).flatMap(({ places: all }) => all).filter(({ needs }) => !needs || may(needs));
  return [
    { title: 'Here', items: server ? pagesOf(server.name, ServerCog, ofServer(server.slug), false) : api ? pagesOf(api.name, Blocks, ofApi(api.slug), false) : [] },
    { title: 'Go to', items: pages.map(({ title, icon, href, keys, words = '' }) => ({ id: href, label: title, words, icon, keys, run: go(href) })) },
    { title: 'Servers', items: (servers.data?.items ?? []).map(({ id, name, slug: server }) => ({ id, label: name, words: server, icon: ServerCog, run: go(to.server(slug, server)) })) },
    { title: 'APIs', items: (apis.data?.items ?? []).map(({ id, name, slug: api }) => ({ id, label: name, words: api, icon: Blocks, run: go(to.api(slug, api)) })) },
    {
      title: 'Pages', items: [
        ...(servers.data?.items ?? []).flatMap(({ name, slug: one }) => (one === server?.slug ? [] : pagesOf(name, ServerCog, ofServer(one), true))),
        ...(apis.data?.items ?? []).flatMap(({ name, slug: one }) => (one === api?.slug && !server ? [] : pagesOf(name, Blocks, ofApi(one), true))),
      ],
    },
    {
      title: 'Do',
      items: [
        { id: 'light', label: 'Use the light theme', words: 'appearance', icon: Sun, run: () => choose('light') },
        { id: 'dark', label: 'Use the dark theme', words: 'appearance', icon: Moon, run: () => choose('dark') },
        { id: 'account', label: 'Your account', words: 'profile password second factor sessions', icon: UserRound, run: go(to.account()) },
        { id: 'keys', label: 'Keys of the keyboard', words: 'shortcuts help', icon: Keyboard, keys: '?', run: () => openKeys(true) },
        ...(me.is_admin ? [{ id: 'organisation', label: 'Make an organisation', words: 'new tenant team', icon: Building2, run: go(to.newOrganisation()) }] : []),
        { id: 'docs', label: 'Read about the REST API', words: 'documentation openapi', icon: FileText, run: () => { window.open(to.apiDocs(), '_blank', 'noopener'); } },
        { id: 'out', label: 'Sign out', words: 'leave log', icon: LogOut, run: () => void signOut() },
      ],
    },
  ].filter((group) => group.items.length > 0);
}

function fits(command: Command, typed: string): boolean {
  const text = `${command.label} ${command.words}`.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return (!command.isDeep || words.length > 1) && words.every((word) => text.includes(word));
}

export function Palette() {
  const isOpen = usePalette();
  const commands = useCommands();
  return (
    <Dialog.Root open={isOpen} onOpenChange={setPalette}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fades fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup aria-label="Search and commands" className="comes fixed inset-x-3 top-[12vh] z-50 mx-auto flex max-h-[70vh] max-w-xl flex-col overflow-hidden rounded-xl bg-raised shadow-high">
          <Autocomplete.Root inline open items={commands} autoHighlight="always" keepHighlight itemToStringValue={(command: Command) => command.label} filter={fits}>
            <Autocomplete.Input aria-label="Search and commands" placeholder="Where to, or what to do?" className="w-full border-b border-line bg-transparent px-4 py-3.5 text-md outline-none" />
            <Autocomplete.Empty className="px-4 py-8 text-center text-ink-faint empty:hidden">Nothing is called that.</Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 overflow-y-auto p-1.5 empty:hidden">
              {(group: CommandGroup) => (
                <Autocomplete.Group key={group.title} items={group.items} className="mb-1">
                  <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-faint">{group.title}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.id} value={command} onClick={() => { setPalette(false); command.run(); }}
                        className="flex cursor-default items-center gap-3 rounded-md px-2.5 py-2 outline-none data-highlighted:bg-hover"
                      >
                        <command.icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
                        <span className="min-w-0 grow truncate">{command.label}</span>
                        {command.keys && <Kbd keys={command.keys} />}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
