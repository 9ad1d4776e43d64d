'use client';
// How long probes took over time, and how many were not answered.

import type { Model } from '@/hub/client';
import { Chart } from '@/ui/chart';
import { millis, whole } from '@/ui/numbers';

export function HealthChart({ spans }: { spans: readonly Model<'HealthSpan'>[] }) {
  const at = spans.map(({ at: moment }) => Math.floor(Date.parse(moment) / 1000));
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Chart label="How long probes took" at={at} series={[
        { name: 'Slowest', tone: 'faint', kind: 'line', values: spans.map(({ worst_ms: took }) => took), format: millis }, { name: 'On average', tone: 'accent', kind: 'area', values: spans.map(({ mean_ms: took }) => took), format: millis },
      ]} />
      <Chart label="Probes" at={at} series={[
        { name: 'Probes', tone: 'good', kind: 'bars', values: spans.map(({ probes }) => probes), format: whole }, { name: 'Not answered', tone: 'bad', kind: 'bars', values: spans.map(({ probes, ok }) => probes - ok), format: whole },
      ]} />
    </div>
  );
}
