// Where servers run and how many replicas they have, in words; and what is told to the hub once it was typed.

import { expect, test } from 'vitest';
import { amountInWords, PLACES, replicasOf, scalingInWords, TARGETS, whereInWords, whereOf } from '@/features/servers/targets';
import { draftOf, scalingOf, wishOf } from '@/features/servers/where-draft';

const SCALING = { min: 0, max: 8, calls: 10, quiet_seconds: 120 };

test('every place has words of its own', () => {
  expect(TARGETS).toEqual(['embedded', 'process', 'docker', 'kubernetes']);
  for (const key of ['title', 'words', 'advice', 'icon'] as const) expect(new Set(TARGETS.map((target) => PLACES[target][key])).size, key).toBe(4);
  expect(TARGETS.map(replicasOf)).toEqual(['Replicas', 'Processes', 'Containers', 'Pods']);
});

test('how many', () => {
  expect(TARGETS.map((target) => amountInWords({ target, replicas: 2 }))).toEqual([undefined, '2 processes', '2 containers', '2 pods']);
  expect(TARGETS.map((target) => amountInWords({ target, replicas: 1, scaling: null }))).toEqual([undefined, '1 process', '1 container', '1 pod']);
  expect(amountInWords({ target: 'docker', replicas: 3, scaling: SCALING })).toBe('0 to 8 containers');
  expect(amountInWords({ target: 'process', replicas: 3, scaling: { min: 0, max: 1 } })).toBe('0 to 1 process');
  expect(amountInWords({ target: 'kubernetes', replicas: 3, scaling: { min: 2, max: 2 } })).toBe('2 pods');
});

test('where', () => {
  expect(whereInWords({ target: 'embedded', replicas: 1 })).toBe('in the hub');
  expect(whereInWords({ target: 'docker', replicas: 2 })).toBe('in 2 containers');
  expect(whereInWords({ target: 'kubernetes', replicas: 1, scaling: SCALING })).toBe('in 0 to 8 pods, as many as there is to do');
  expect(whereInWords({ target: 'process', replicas: 1, scaling: { min: 2, max: 2 } })).toBe('in 2 processes');
});

test('where, as events say it', () => {
  expect(whereOf({ target: 'docker', replicas: 2, scaling: null })).toEqual({ target: 'docker', replicas: 2, scaling: null });
  expect(whereOf({ target: 'process', replicas: 3 })).toEqual({ target: 'process', replicas: 3, scaling: null });
  expect([whereOf({}), whereOf({ target: 'moon' })]).toEqual([undefined, undefined]);
});

test('what scaling does', () => {
  expect(scalingInWords('process', SCALING)).toBe('There is one process for each 10 calls at a time, at most 8. More are started at once. One ends when fewer were enough for 120 seconds. While nobody calls, none runs: the first call starts one, and waits for it.');
  expect(scalingInWords('docker', { ...SCALING, min: 1, calls: 1 })).toContain('one container for each call at a time');
  expect(scalingInWords('docker', { ...SCALING, min: 1 })).toMatch(/At least 1 runs even if nobody calls\.$/);
  expect(scalingInWords('kubernetes', { min: 2, max: 4 })).toMatch(/^The cluster’s own autoscaler decides .*, at most 4: .* At least 2 run even if nobody calls\.$/);
  expect(scalingInWords('docker', { ...SCALING, cpu_percent: 70 })).toContain('for each 10 calls at a time, or as many as keep each at 70 percent of its processor time where that is more, at most 8.');
  expect(scalingInWords('kubernetes', { ...SCALING, cpu_percent: 35 })).toContain('by processor time (35 percent of what a pod asks for), and by calls');
  expect([scalingInWords('kubernetes', { min: 2, max: 2 }), scalingInWords('docker', { min: 1, max: 1 })]).toEqual(['There are always 2 pods.', 'There is always 1 container.']);
});

test('what is wanted', () => {
  const draft = draftOf({ target: 'docker', replicas: 12, scaling: null });
  expect(wishOf(draftOf(undefined))).toEqual({ target: 'embedded' });
  expect(wishOf(draft)).toEqual({ target: 'docker', replicas: 12 });
  expect(wishOf({ ...draft, isScaled: true })).toEqual({ target: 'docker', scaling: { min: 1, max: 12, calls: 10, quiet_seconds: 120 } });
  expect(wishOf({ ...draft, isScaled: true, target: 'embedded' })).toEqual({ target: 'embedded' });
  expect(wishOf(draftOf({ target: 'process', replicas: 1, scaling: { min: 0, max: 3, calls: 5, quiet_seconds: 60 } }))).toEqual({ target: 'process', scaling: { min: 0, max: 3, calls: 5, quiet_seconds: 60 } });
  expect(wishOf(draftOf({ target: 'docker', replicas: 1, scaling: { min: 0, max: 3, cpu_percent: 60 } }))).toEqual({ target: 'docker', scaling: { min: 0, max: 3, calls: 10, cpu_percent: 60, quiet_seconds: 120 } });
  expect(wishOf({ ...draft, isScaled: true, typed: { ...draft.typed, max: '' } })).toBeUndefined();
});

test('numbers of scaling', () => {
  const { typed } = draftOf(undefined);
  expect(typed).toEqual({ min: '1', max: '8', calls: '10', cpu_percent: '', quiet_seconds: '120' });
  expect(scalingOf({ min: '0', max: '32', calls: '10,000', cpu_percent: ' ', quiet_seconds: '3600' })).toEqual({ scaling: { min: 0, max: 32, calls: 10_000, quiet_seconds: 3600 }, wrong: {} });
  expect(scalingOf({ min: '-1', max: '33', calls: '', cpu_percent: '0', quiet_seconds: '4' }).wrong).toEqual({ min: 'Give a whole number from 0 to 32', max: 'Give a whole number from 1 to 32', calls: 'Give a number', cpu_percent: 'Give a whole number from 1 to 1,000', quiet_seconds: 'Give a whole number from 5 to 3,600' });
  expect(scalingOf({ ...typed, cpu_percent: '70' }).scaling).toEqual({ min: 1, max: 8, calls: 10, cpu_percent: 70, quiet_seconds: 120 });
  expect(scalingOf({ ...typed, min: '9' }).wrong).toEqual({ max: 'Give 9 or more: there are never fewer' });
});
