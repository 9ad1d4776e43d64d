// Which tools a server has, by rules.

import { expect, test } from 'vitest';
import { byHand, picked, picksOf } from '@/features/tools/picks';
import type { Model } from '@/hub/client';

const tool = (name: string, more: Partial<Model<'ToolSummary'>> = {}): Model<'ToolSummary'> => ({
  name, title: name, description: '', operation: `GET /${name}`, tags: [], is_read_only: true, is_destructive: false, is_deprecated: false, tokens: 10, ...more,
});
const TOOLS = [tool('list_pets', { tags: ['pets'] }), tool('get_pet', { tags: ['pets'] }), tool('add_pet', { tags: ['pets'], is_read_only: false }), tool('get_health', { operation: 'GET /health/{id}' }), tool('old', { is_deprecated: true })];
const names = (picks: Model<'Pick'>[]) => [...picked(TOOLS, picks)].sort();

test('the last rule that matches decides; where none does, the opposite of the first', () => {
  expect(names([])).toHaveLength(5);
  expect(names([{ glob: '*_pet*' }])).toEqual(['add_pet', 'get_pet', 'list_pets']);
  expect(names([{ glob: '*_pet*', out: true }])).toEqual(['get_health', 'old']);
  expect(names([{ tag: 'pets' }, { 'read-only': false, out: true }])).toEqual(['get_pet', 'list_pets']);
  expect(names([{ deprecated: true, out: true }, { glob: 'old' }])).toHaveLength(5);
  expect(names([{ glob: 'GET /health/{id}' }])).toEqual(['get_health']);
  expect(names([{ glob: 'get.pet' }])).toEqual([]);
});

test('a choice becomes rules that come to the same choice', () => {
  for (let bits = 1; bits < 2 ** TOOLS.length; bits += 1) {
    const chosen = new Set(TOOLS.filter((_, index) => bits & (1 << index)).map(({ name }) => name));
    expect(picked(TOOLS, picksOf(TOOLS, chosen))).toEqual(chosen);
  }
});

test('rules are few, and let new tools in where most are in', () => {
  expect(picksOf(TOOLS, new Set(TOOLS.map(({ name }) => name)))).toEqual([]);
  expect(picksOf(TOOLS, new Set(['list_pets', 'get_pet', 'get_health', 'old']))).toEqual([{ 'read-only': true }]);
  expect(picksOf(TOOLS, new Set(['list_pets', 'get_pet', 'add_pet', 'get_health']))).toEqual([{ glob: 'old', out: true }]);
  expect(picksOf(TOOLS, new Set(['old']))).toEqual([{ glob: 'old' }]);
});

test('what is ticked by hand is added to the rules that there are, as shortly as can be said', () => {
  const all = new Set(TOOLS.map(({ name }) => name));
  const without = (...some: string[]) => new Set([...all].filter((name) => !some.includes(name)));
  expect(byHand(TOOLS, [], without('old'))).toEqual([{ glob: 'old', out: true }]);
  // Ticked again, the rule goes.
  expect(byHand(TOOLS, [{ glob: 'old', out: true }], all)).toEqual([]);
  // A whole tag is said by its name.
  expect(byHand(TOOLS, [], without('list_pets', 'get_pet', 'add_pet'))).toEqual([{ tag: 'pets', out: true }]);
  expect(byHand(TOOLS, [{ deprecated: true, out: true }], without('old', 'get_pet'))).toEqual([{ deprecated: true, out: true }, { glob: 'get_pet', out: true }]);
  expect(byHand(TOOLS, [{ glob: '*_pet*' }], new Set())).toEqual([{ glob: '*', out: true }]);
});

test('whatever is ticked by hand, the rules come to it', () => {
  const beginnings: Model<'Pick'>[][] = [[], [{ tag: 'pets' }], [{ 'read-only': false, out: true }], [{ glob: 'get_pet' }], [{ glob: '*', out: true }, { glob: 'old' }]];
  for (const begun of beginnings) {
    for (let bits = 0; bits < 2 ** TOOLS.length; bits += 1) {
      const next = new Set(TOOLS.filter((_, index) => bits & (1 << index)).map(({ name }) => name));
      expect(picked(TOOLS, byHand(TOOLS, begun, next))).toEqual(next);
    }
  }
});
