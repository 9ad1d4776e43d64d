'use client';
// Tokens that tools answered with, by the hour.

import { Chart } from '@/ui/chart';
import type { HourSum } from '@/features/servers/sums';
import { short } from '@/ui/numbers';

export function TokensChart({ hours }: { hours: readonly HourSum[] }) {
  return <Chart label="Tokens answered by the hour" at={hours.map(({ at }) => at)} series={[{ name: 'Tokens answered', tone: 'good', kind: 'area', values: hours.map(({ tokens }) => tokens), format: short }]} />;
}
