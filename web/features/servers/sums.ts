// What calls come to, put together for figures and charts.

import type { Model } from '@/hub/client';

type Sum = Model<'CallSum'>;

export interface HourSum {
  /** Seconds since 1970, at the beginning of the hour. */
  at: number;
  calls: number;
  failures: number;
  tokens: number;
  p95: number | undefined;
}

const HOUR = 3600;

/** Every hour, also those in which nothing was called; the last is the present one. */
export function hoursOf(sums: readonly Sum[], count: number, now = Date.now() / 1000): HourSum[] {
  const known = new Map(sums.map((sum) => [Math.floor(Date.parse(sum.of) / 1000), sum]));
  const last = Math.floor(now / HOUR) * HOUR;
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * HOUR;
    const sum = known.get(at);
    return { at, calls: sum?.calls ?? 0, failures: sum?.failures ?? 0, tokens: sum?.tokens ?? 0, p95: sum?.p95_millis ?? undefined };
  });
}

export function totals(sums: readonly Sum[]) {
  const calls = sums.reduce((all, sum) => all + sum.calls, 0);
  const add = (of: (sum: Sum) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  const worst = sums.map(({ p95_millis: p95 }) => p95).filter((p95): p95 is number => typeof p95 === 'number');
  return {
    calls, failures: add((sum) => sum.failures), tokens: add((sum) => sum.tokens), refused: add((sum) => sum.refused),
    received: add((sum) => sum.request_bytes), answered: add((sum) => sum.response_bytes),
    millis: calls > 0 ? add((sum) => sum.mean_millis * sum.calls) / calls : 0,
    /** The worst hour's: hours cannot be put together more exactly. */
    p95: worst.length > 0 ? Math.max(...worst) : undefined,
  };
}

export interface Bucket {
  /** Seconds since 1970, at its beginning. */
  at: number;
  calls: number;
  failures: number;
  refused: number;
  tokens: number;
  received: number;
  answered: number;
  /** Of the slowest hour in it. */
  p50: number | undefined;
  p95: number | undefined;
  p99: number | undefined;
}

function slowest(values: (number | null | undefined)[]): number | undefined {
  const known = values.filter((value): value is number => typeof value === 'number');
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** So many hours in bars of some hours each; also those in which nothing was called. */
export function bucketsOf(sums: readonly Sum[], hours: number, size: number, now = Date.now() / 1000): Bucket[] {
  const step = size * HOUR;
  const count = Math.ceil(hours / size);
  const last = Math.floor(now / step) * step;
  const within = new Map<number, Sum[]>();
  for (const sum of sums) {
    const at = Math.floor(Date.parse(sum.of) / 1000 / step) * step;
    within.set(at, [...(within.get(at) ?? []), sum]);
  }
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * step;
    const own = within.get(at) ?? [];
    const add = (of: (sum: Sum) => number) => own.reduce((all, sum) => all + of(sum), 0);
    return {
      at, calls: add((sum) => sum.calls), failures: add((sum) => sum.failures), refused: add((sum) => sum.refused), tokens: add((sum) => sum.tokens),
      received: add((sum) => sum.request_bytes), answered: add((sum) => sum.response_bytes),
      p50: slowest(own.map((sum) => sum.p50_millis)), p95: slowest(own.map((sum) => sum.p95_millis)), p99: slowest(own.map((sum) => sum.p99_millis)),
    };
  });
}
