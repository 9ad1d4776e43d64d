// What the live feed tells, put into what the pages have read: calls and lines are added where they belong, and what an event is about
// is read anew.

import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Model } from '../client';
import type { ReadPath } from '../query';
import type { LiveItem } from './socket';

const O = '/organisations/{organisation}';
const CALLS = `${O}/calls` satisfies ReadPath;
const LOGS = `${O}/servers/{server}/logs` satisfies ReadPath;
const EVENTS = `${O}/events` satisfies ReadPath;

/** What is read anew after an event, by the beginning of its kind. */
const ABOUT: Record<string, readonly string[]> = {
  'api.': [`${O}/apis`, `${O}/servers/{server}/tools`],
  'credential.': [`${O}/apis/{api}/credentials`],
  'server.': [`${O}/servers`],
  'deployment.': [`${O}/servers`],
  'replica.': [`${O}/servers/{server}/deployment`],
  'job.': [`${O}/jobs`],
  'member.': [`${O}/members`],
  'invitation.': [`${O}/invitations`],
  'role.': [`${O}/roles`],
  'api-key.': [`${O}/api-keys`],
  'service-account.': [`${O}/service-accounts`],
  'webhook.': [`${O}/webhooks`],
  'registry.': [`${O}/registries`, `${O}/servers/{server}/images`],
  'image.': [`${O}/servers/{server}/images`, `${O}/registries`],
  'organisation.': ['/organisations'],
};

/** What is also read anew, without what is below it: whether a server sleeps is a matter of its replicas. */
const ALSO: Record<string, readonly ReadPath[]> = {
  'replica.': [`${O}/servers`, `${O}/servers/{server}`],
};

interface Page<One> {
  items: One[];
  next?: string | null;
}

type Key = readonly [path: string, path: Record<string, string>, query: Record<string, string | undefined>, how?: string];

/** Puts an item in front of the first page of each list that it belongs to, once. */
function prepend<One extends { id: string }>(cache: QueryClient, path: string, one: One, belongs: (key: Key) => boolean) {
  for (const query of cache.getQueryCache().findAll({ predicate: ({ queryKey }) => queryKey[0] === path && queryKey[3] === 'pages' })) {
    if (!belongs(query.queryKey as unknown as Key)) continue;
    cache.setQueryData<InfiniteData<Page<One>>>(query.queryKey, (data) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first || data.pages.some((page) => page.items.some((item) => item.id === one.id))) return data;
      return { ...data, pages: [{ ...first, items: [one, ...first.items] }, ...rest] };
    });
  }
}

function call(cache: QueryClient, call: Model<'Call'>) {
  prepend(cache, CALLS, call, ([, , query]) => (
    (!query.server || query.server === call.server) && (!query.tool || query.tool === call.tool)
    && (!query.outcome || query.outcome === call.outcome) && (!query.actor || ('id' in call.actor && query.actor === call.actor.id))
  ));
}

function line(cache: QueryClient, line: Model<'LogLine'>) {
  prepend(cache, LOGS, line, ([, path, query]) => (
    path.server === line.server && (!query.search || line.message.toLowerCase().includes(query.search.toLowerCase()))
    && (!query.level || line.level === query.level)
  ));
}

function event(cache: QueryClient, event: Model<'Event'>) {
  const of = (kinds: Record<string, readonly string[]>) => Object.entries(kinds).filter(([kind]) => event.kind.startsWith(kind)).flatMap(([, paths]) => paths);
  const [about, also] = [of(ABOUT), of(ALSO)];
  void cache.invalidateQueries({
    predicate: ({ queryKey: [path] }) => path === EVENTS || about.some((one) => typeof path === 'string' && (path === one || path.startsWith(`${one}/`))) || also.some((one) => path === one),
  });
}

export function take(cache: QueryClient, item: LiveItem) {
  if (item.type === 'call') call(cache, item.data);
  else if (item.type === 'log') line(cache, item.data);
  else event(cache, item.data);
}

/** Whatever lists what the feed tells of is read anew: the feed began after it was read. */
export function takeAnew(cache: QueryClient) {
  void cache.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === 'string' && path.startsWith(O) });
}
