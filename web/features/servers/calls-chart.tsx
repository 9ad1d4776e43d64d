'use client';
// Calls by the hour, with those that failed.

import { Chart } from '@/ui/chart';
import { short } from '@/ui/numbers';
import type { HourSum } from './sums';

export function CallsChart({ hours, label }: { hours: readonly HourSum[]; label: string }) {
  return (
    <Chart
      label={label} at={hours.map(({ at }) => at)}
      series={[
        { name: 'Calls', tone: 'accent', kind: 'bars', values: hours.map(({ calls }) => calls), format: short },
        { name: 'Failed', tone: 'bad', kind: 'bars', values: hours.map(({ failures }) => failures), format: short },
      ]}
    />
  );
}
