// What the live feed tells, in what was read.

import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import type { Model } from '@/hub/client';
import { take, takeAnew } from '@/hub/live/cache';
import { keyOf } from '@/hub/query';

const CALLS = '/organisations/{organisation}/calls';
const path = { organisation: 'acme' };
let cache: QueryClient;
beforeEach(() => { cache = new QueryClient(); });

const call = (id: string, more: Partial<Model<'Call'>> = {}): Model<'Call'> => ({
  id, server: 'ser_1', tool: 'list_pets', outcome: 'ok', at: '2026-11-29T12:00:00Z', actor: { type: 'anonymous' }, client: '', millis: 1, request_bytes: 1, response_bytes: 1, tokens: 1, ...more,
});
function keep(query: object, items: Model<'Call'>[]) {
  const key = [...keyOf(CALLS, { path, query }), 'pages'];
  cache.setQueryData(key, { pages: [{ items, next: 'x' }, { items: [call('cal_0')] }], pageParams: [undefined, 'x'] });
  return () => cache.getQueryData<{ pages: { items: Model<'Call'>[] }[] }>(key)!.pages.flatMap((page) => page.items.map(({ id }) => id));
}

test('a call is put in front of the lists that it belongs to, once', () => {
  const all = keep({ server: 'ser_1' }, [call('cal_1')]);
  const other = keep({ server: 'ser_2' }, []);
  const failed = keep({ server: 'ser_1', outcome: 'failed' }, []);
  const tool = keep({ tool: 'get_pet' }, []);
  for (const item of [call('cal_2'), call('cal_2'), call('cal_0'), call('cal_3', { outcome: 'failed', tool: 'get_pet' })]) take(cache, { type: 'call', data: item });
  expect(all()).toEqual(['cal_3', 'cal_2', 'cal_1', 'cal_0']);
  expect(other()).toEqual(['cal_0']);
  expect(failed()).toEqual(['cal_3', 'cal_0']);
  expect(tool()).toEqual(['cal_3', 'cal_0']);
});

test('what an event is about is read anew, and nothing else', () => {
  for (const endpoint of ['/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/api-keys', '/organisations/{organisation}/servers', CALLS, '/me']) cache.setQueryData(keyOf(endpoint, { path }), {});
  const invalid = () => cache.getQueryCache().getAll().filter(({ state }) => state.isInvalidated).map(({ queryKey }) => queryKey[0]);
  take(cache, { type: 'event', data: { number: 1, kind: 'api.revised', subject: 'api_1', at: '2026-11-29T12:00:00Z', actor: { type: 'system' }, data: {} } });
  expect(invalid()).toEqual(['/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}']);
  takeAnew(cache);
  expect(invalid()).not.toContain('/me');
  expect(invalid()).toContain(CALLS);
});

test('a replica that comes or goes changes whether its server sleeps, and nothing else of the server', () => {
  const servers = '/organisations/{organisation}/servers';
  for (const endpoint of [servers, `${servers}/{server}`, `${servers}/{server}/deployment`, `${servers}/{server}/deployment/replicas`, `${servers}/{server}/tools`] as const) cache.setQueryData(keyOf(endpoint, { path }), {});
  take(cache, { type: 'event', data: { number: 1, kind: 'replica.ended', subject: 'srv_1', at: '2026-11-29T12:00:00Z', actor: { type: 'system' }, data: {} } });
  const invalid = cache.getQueryCache().getAll().filter(({ state }) => state.isInvalidated).map(({ queryKey }) => queryKey[0]);
  expect(invalid).toEqual([servers, `${servers}/{server}`, `${servers}/{server}/deployment`, `${servers}/{server}/deployment/replicas`]);
});
