// Numbers, moments and sentences as people read them; what a text seems to be; schemas as forms.

import { expect, test } from 'vitest';
import { programOf } from '@/features/account/program';
import { jobInWords } from '@/features/jobs/columns';
import { kindInWords } from '@/features/organisation/happened';
import { beginning, kindOf, resolved } from '@/features/tools/form/schema';
import { completed, recognise } from '@/features/wizard/recognise';
import { sentence } from '@/hub/problem';
import { bytes, count, millis, percent, short } from '@/ui/numbers';
import { ago } from '@/ui/time';

test('numbers', () => {
  expect([0, 999, 9999, 12_345, 1_234_567].map(short)).toEqual(['0', '999', '9,999', '12.3K', '1.2M']);
  expect([[0, 0], [1, 3], [1, 100_000], [5, 5], [1, 40]].map(([part, of]) => percent(part!, of!))).toEqual(['–', '33 %', '<0.1 %', '100 %', '2.5 %']);
  expect([undefined, 0, 999, 1234, 61_000].map((value) => millis(value))).toEqual(['–', '0 ms', '999 ms', '1.23 s', '1 min']);
  expect([0, 999, 1500, 12_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '12 MB']);
  expect([count(1, 'tool'), count(2000, 'tool'), count(2, 'process', 'processes')]).toEqual(['1 tool', '2,000 tools', '2 processes']);
});

test('moments', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  const seen = [0, 3, -8, 40, 90, 3 * 3600, 26 * 3600, 3 * 86_400].map((seconds) => ago(now - seconds * 1000, now));
  expect(seen).toEqual(['now', 'now', 'now', '40s ago', '1m ago', '3h ago', 'yesterday', '3d ago']);
  expect(ago(now - 40 * 86_400_000, now)).toBe('Oct 20');
  expect(ago(now - 400 * 86_400_000, now)).toBe('Oct 25, 2025');
});

test('sentences', () => {
  expect(['the port is in use', 'get_pet answered 200', 'It is.', '', '`limit` must be a number', 'say this:'].map(sentence)).toEqual(['The port is in use.', 'get_pet answered 200.', 'It is.', '', '`limit` must be a number.', 'Say this:']);
});

test('what a text seems to be', () => {
  expect(recognise('{"openapi": "3.1.0"}')).toBe('an OpenAPI 3 document');
  expect(recognise('swagger: "2.0"')).toBe('a Swagger 2.0 document');
  expect(recognise('<?xml version="1.0"?><wsdl:definitions xmlns="x">')).toBe('a WSDL');
  expect(recognise('syntax = "proto3";')).toBe('a protocol buffers file');
  expect(recognise("curl https://api.example.com/x -H 'A: b'")).toBe('a curl command');
  expect(recognise('type Query { me: User }')).toBe('a GraphQL schema');
  expect(recognise('dear diary')).toBeUndefined();
  expect(['api.example.com/x', 'http://a', 'localhost:3000', 'grpc://a:1'].map(completed)).toEqual(['https://api.example.com/x', 'http://a', 'http://localhost:3000', 'grpc://a:1']);
});

test('schemas become fields', () => {
  const root = { type: 'object', required: ['id'], properties: { id: { $ref: '#/$defs/Id', description: 'Which' }, loop: { $ref: '#/$defs/Loop' } }, $defs: { Id: { type: 'integer', examples: [7] }, Loop: { $ref: '#/$defs/Loop' } } };
  expect(resolved(root.properties.id, root)).toMatchObject({ type: 'integer', description: 'Which' });
  expect(kindOf(resolved(root.properties.loop, root), root, 0)).toBe('json');
  expect(beginning(root)).toEqual({ id: 7 });
  const kinds = [{ type: 'string' }, { type: ['string', 'null'] }, { enum: ['a', 'b'] }, { type: 'array', items: { enum: ['a'] } }, { type: 'array', items: { type: 'string' } }, { type: 'array', items: { type: 'object' } }, { type: 'object', properties: { a: {} } }, { type: 'object' }, {}, { anyOf: [{ type: 'integer' }, { type: 'null' }] }];
  expect(kinds.map((schema) => kindOf(resolved(schema, {}), {}, 0))).toEqual(['text', 'text', 'choice', 'choices', 'list', 'json', 'object', 'json', 'json', 'integer']);
  expect(kindOf({ type: 'object', properties: { a: {} } }, {}, 4)).toBe('json');
});

test('kinds of jobs and events, whatever somebody writes into an address', () => {
  expect(['compile-api', 'purge-organisation', '__proto__', 'constructor'].map(jobInWords)).toEqual(['Read a document', 'Purge organisation', '__proto__', 'Constructor']);
  expect(['api.revision-approved', 'api-key.rotated', 'member.added', '__proto__.x'].map(kindInWords)).toEqual(['API revision approved', 'API key rotated', 'Member added', '__proto__ x']);
});

test('programs that sign in', () => {
  expect(programOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36')).toBe('Chrome on Linux');
  expect(programOf('curl/8.1')).toBe('curl');
  expect(programOf('')).toBe('A program that does not say what it is');
});
