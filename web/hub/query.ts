// Reading: what TanStack Query asks for and keeps. Its key is the endpoint's path with the parameters, so that whoever changes
// something says by path what to read anew.

import { type InfiniteData, QueryClient, type QueryKey, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, hub } from './client';
import type { paths } from './generated';
import { HubProblem } from './problem';

/** Endpoints that are read. */
export type ReadPath = { [Path in keyof paths]: paths[Path]['get'] extends { responses: { 200: { content: { 'application/json': unknown } } } } ? Path : never }[keyof paths];

type Get<Path extends ReadPath> = paths[Path]['get'] & { parameters: { path?: unknown; query?: unknown } };
/** What an endpoint answers. */
export type Answer<Path extends ReadPath> = Get<Path> extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;
type PathOf<Path extends ReadPath> = Exclude<Get<Path>['parameters']['path'], undefined>;
type QueryOf<Path extends ReadPath> = Exclude<Get<Path>['parameters']['query'], undefined>;
/** The parameters of an endpoint: those in its path, and those of its query. */
export type Parameters<Path extends ReadPath> = ([PathOf<Path>] extends [never] ? { path?: undefined } : { path: PathOf<Path> }) & { query?: QueryOf<Path> };

/** Endpoints that answer lists in pages. */
type ListPath = { [Path in ReadPath]: Answer<Path> extends { items: unknown[]; next?: string | null } ? Path : never }[ReadPath];
export type Item<Path extends ListPath> = Answer<Path> extends { items: (infer One)[] } ? One : never;
/** A list as it is kept: pages. */
export type Pages<Path extends ListPath> = InfiniteData<Answer<Path>, string | undefined>;

/** How an endpoint's answer is kept. */
export function keyOf(path: string, given?: { path?: unknown; query?: unknown }): QueryKey {
  return [path, given?.path ?? {}, given?.query ?? {}];
}

function asked<Path extends ReadPath>(path: Path, given: Parameters<Path>, signal: AbortSignal): Promise<Answer<Path>> {
  // The types above say what fits; the client's own cannot be told so for a path that is not known yet.
  const get = hub.GET as (path: string, init: object) => Promise<{ data?: Answer<Path> }>;
  return answer(get(path, { params: { path: given.path, query: given.query }, signal }));
}

/** One answer: `useQuery(read('/organisations/{organisation}/apis/{api}', { path: { … } }))`. */
export function read<Path extends ReadPath>(path: Path, ...[given]: Parameters<Path> extends { path: object } ? [Parameters<Path>] : [Parameters<Path>?]) {
  const parameters = (given ?? {}) as Parameters<Path>;
  return queryOptions({
    queryKey: keyOf(path, parameters),
    queryFn: ({ signal }) => asked(path, parameters, signal),
  });
}

/** A list that goes on as far as somebody looks: `useInfiniteQuery(list('/organisations/{organisation}/calls', { … }))`. */
export function list<Path extends ListPath>(path: Path, given: Parameters<Path>) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(path, given), 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...(given.query ?? {}), ...(pageParam ? { cursor: pageParam } : {}) };
      return asked(path, { ...given, query } as Parameters<Path>, signal);
    },
    getNextPageParam: (page) => (page as { next?: string | null }).next ?? undefined,
  });
}

/** A whole list, page after page: for lists that are looked at as a whole. */
export function whole<Path extends ListPath>(path: Path, given: Parameters<Path>) {
  return queryOptions({
    queryKey: [...keyOf(path, given), 'whole'],
    queryFn: async ({ signal }) => {
      const items: Item<Path>[] = [];
      let cursor: string | null | undefined;
      do {
        const query = { limit: 200, ...(given.query ?? {}), ...(cursor ? { cursor } : {}) };
        const page = (await asked(path, { ...given, query } as Parameters<Path>, signal)) as { items: Item<Path>[]; next?: string | null };
        items.push(...page.items);
        cursor = page.next;
      } while (cursor);
      return items;
    },
  });
}

/** The items of all pages, each once: pages shift while something is added. */
export function items<One extends { id: string }>(data: { pages: { items: One[] }[] } | undefined): One[] {
  if (!data) return [];
  const known = new Map<string, One>();
  for (const page of data.pages) for (const item of page.items) if (!known.has(item.id)) known.set(item.id, item);
  return [...known.values()];
}

/** What another attempt may mend: a hub that is away, or too busy. */
function isPassing(error: Error): boolean {
  return !(error instanceof HubProblem) || error.status === 0 || error.status >= 500;
}

export const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // The live feed says when something changes; without it, what is this old is read again when it is looked at.
      staleTime: 15_000,
      retry: (times, error) => isPassing(error) && times < 2,
      retryDelay: (times) => Math.min(500 * 2 ** times, 8000),
    },
  },
});

/** What was read at these paths, with whatever parameters, is read anew. */
export function changed(...endpoints: ReadPath[]): Promise<void> {
  return cache.invalidateQueries({ predicate: ({ queryKey }) => endpoints.includes(queryKey[0] as ReadPath) });
}
