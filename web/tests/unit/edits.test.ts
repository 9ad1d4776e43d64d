// What edits of a tool come to.

import { expect, test } from 'vitest';
import { applied, cost, kept } from '@/features/tools/edits';
import type { JsonSchema } from '@/features/tools/tool';

const SCHEMA: JsonSchema = { type: 'object', properties: { id: { type: 'integer' }, limit: { type: 'integer', description: 'The most' }, trace: { type: 'string' } }, required: ['id'] };

test('arguments are renamed, withdrawn and given values as the compiler does it', () => {
  expect(applied(SCHEMA, {})).toEqual(SCHEMA);
  expect(applied(SCHEMA, { id: { name: 'number' } })).toEqual({ ...SCHEMA, properties: { number: { type: 'integer' }, limit: SCHEMA.properties!.limit, trace: { type: 'string' } }, required: ['number'] });
  expect(Object.keys(applied(SCHEMA, { limit: { fixed: 10 }, trace: { hidden: true } }).properties!)).toEqual(['id']);
  // A value where none is given makes it optional; without one, what is required cannot be hidden.
  expect(applied(SCHEMA, { id: { default: 1 } })).not.toHaveProperty('required');
  expect(applied(SCHEMA, { id: { hidden: true } })).toEqual(SCHEMA);
  expect(applied(SCHEMA, { limit: { description: 'How many' } }).properties!.limit!.description).toBe('How many');
});

test('an edit that changes nothing is none, and one that withdraws says nothing else', () => {
  expect(kept('id', { name: 'id' })).toBeUndefined();
  expect(kept('id', { name: null, description: null, fixed: null, default: null, hidden: false })).toBeUndefined();
  expect(kept('id', { name: 'number', fixed: 3 })).toEqual({ fixed: 3 });
  expect(kept('id', { fixed: false })).toEqual({ fixed: false });
});

test('words cost what they are longer', () => {
  const tool = { name: 'list', title: '', description: 'List.', operation: 'GET /', tags: [], is_read_only: true, is_destructive: false, is_deprecated: false, tokens: 20 };
  expect(cost(tool, undefined)).toBe(20);
  expect(cost(tool, { description: 'List.'.padEnd(405, 'x') })).toBe(120);
});
