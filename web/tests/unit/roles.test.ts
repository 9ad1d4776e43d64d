// The console's table of built-in roles is the hub's: crates/hub-access/src/roles.rs, read as it is written.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_PERMISSIONS, AREAS, BUILT_IN, permissionsOf } from '@/features/organisation/permissions';

const hub = (file: string) => readFileSync(new URL(`../../../crates/${file}`, import.meta.url), 'utf8');

/** `ApisRead`: `apis:read`. */
const words = new Map([...hub('hub-model/src/account/permission.rs').matchAll(/(\w+) = "([a-z]+:[a-z]+)"/g)].map(([, name, word]) => [name!, word!]));

test('every permission of the hub is in an area, once', () => {
  expect(words.size).toBeGreaterThan(20);
  expect([...ALL_PERMISSIONS].sort()).toEqual([...words.values()].sort());
});

test('the least role of each permission is the hub’s', () => {
  const arms = hub('hub-access/src/roles.rs').matchAll(/((?:\|?\s*Permission::\w+\s*)+)=> Rank::(\w+)/g);
  const hubs = new Map([...arms].flatMap(([, all, rank]) => [...all!.matchAll(/Permission::(\w+)/g)].map(([, name]) => [words.get(name!)!, rank!.toLowerCase()] as const)));
  const ours = AREAS.flatMap(({ entries }) => entries.map(({ permission, least }) => [permission, least] as const));
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(hubs));
});

test('each role may do all that those before it may', () => {
  const sizes = BUILT_IN.map(({ role }) => permissionsOf(role).length);
  expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  expect(permissionsOf('owner')).toHaveLength(ALL_PERMISSIONS.length);
});
