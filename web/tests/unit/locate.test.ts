// Places of findings in documents, as they were written.

import { expect, test } from 'vitest';
import { documentOf, laidOut, locate, stepsOf } from '@/features/apis/locate';

const YAML = `openapi: 3.1.0
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query}
        - name: kind
          in: query
    post: &post
      operationId: addPet
  /more: *post
`;

test('steps of a pointer', () => {
  expect(stepsOf('#/paths/~1pets~1{id}/get')).toEqual(['paths', '/pets/{id}', 'get']);
  expect(stepsOf('other.yaml#/a%20b')).toEqual(['a b']);
  expect(stepsOf('#')).toEqual([]);
  expect(stepsOf('#Query.pets')).toBeUndefined();
  expect([documentOf('other.yaml#/a'), documentOf('#/a'), documentOf('')]).toEqual(['other.yaml', '', '']);
});

test('lines in YAML', async () => {
  expect(await locate(YAML, '#/paths/~1pets/get')).toEqual({ from: 4, to: 9 });
  expect(await locate(YAML, '#/paths/~1pets/get/parameters/1/name')).toEqual({ from: 8, to: 8 });
  expect(await locate(YAML, '#/paths/~1pets/post/responses')).toEqual({ from: 10, to: 11 });
  expect(await locate(YAML, '#line 7')).toEqual({ from: 7, to: 7 });
});

test('lines in JSON', async () => {
  const text = JSON.stringify({ paths: { '/pets': { get: { 'a"b': ['{', { deep: 1 }] }, post: {} } } }, null, 2);
  const lines = text.split('\n');
  const get = lines.findIndex((line) => line.includes('"get"')) + 1;
  expect(await locate(text, '#/paths/~1pets/get')).toEqual({ from: get, to: lines.findIndex((line) => line === '      },') + 1 });
  expect(await locate(text, '#/paths/~1pets/get/a"b/1/deep')).toEqual({ from: lines.findIndex((line) => line.includes('deep')) + 1, to: lines.findIndex((line) => line.includes('deep')) + 1 });
  expect((await locate('[[[[', '#/0/0/0/0/0'))?.from).toBe(1);
  expect((await locate(`{"a":${'['.repeat(100_000)}`, '#/b'))?.from).toBe(1);
});

test('JSON on one line is laid out, and nothing else', () => {
  expect(laidOut(JSON.stringify({ a: 'x'.repeat(1000) })).split('\n')).toHaveLength(3);
  expect(laidOut('{"a": 1}')).toBe('{"a": 1}');
  expect(laidOut(YAML)).toBe(YAML);
});
