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
    millis: calls > 0 ? add((sum) => sum.mean_millis * sum.calls) / calls : 0,
    /** The worst hour's: hours cannot be put together more exactly. */
    p95: worst.length > 0 ? Math.max(...worst) : undefined,
  };
}
