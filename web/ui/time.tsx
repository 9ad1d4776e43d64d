// Moments, as long ago as they are; the exact one for whoever points at it. All of a page tick together.

import { useSyncExternalStore } from 'react';

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

const STEPS: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [[60, 'second'], [3600, 'minute'], [86_400, 'hour'], [7 * 86_400, 'day']];
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });

let present = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  if (listeners.size === 0) present = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => { present = Date.now(); for (const one of listeners) one(); }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) { clearInterval(timer); timer = undefined; }
  };
}

export function ago(moment: number, now: number): string {
  const seconds = (moment - now) / 1000;
  const distance = Math.abs(seconds);
  // Between two ticks, something may be a little ahead of them.
  if (distance < 5 || (seconds > 0 && seconds < 12)) return 'now';
  let size = 1;
  for (const [until, unit] of STEPS) {
    if (distance < until) return AGO.format(Math.trunc(seconds / size), unit);
    size = until === 7 * 86_400 ? 86_400 : until;
  }
  const isThisYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? DAY : DAY_OF_YEAR).format(moment);
}

/** The present moment, to the tick. */
export function usePresent(): number {
  return useSyncExternalStore(subscribe, () => present, () => 0);
}

export function Time({ at, className }: { at: string | null | undefined; className?: string }) {
  const now = usePresent();
  if (!at) return <span className={className}>–</span>;
  const moment = Date.parse(at);
  return <time dateTime={at} title={EXACT.format(moment)} className={className}>{ago(moment, now)}</time>;
}

/** The clock of a line in a log. */
export function Clock({ at }: { at: string }) {
  const moment = Date.parse(at);
  return <time dateTime={at} title={EXACT.format(moment)} className="tabular">{CLOCK.format(moment)}</time>;
}
