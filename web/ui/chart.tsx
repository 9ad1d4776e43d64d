'use client';
// Values over time, painted by uPlot: bars or lines, the values of a moment for whoever points at it, and a table for whoever listens.

import 'uplot/dist/uPlot.min.css';
import { memo, startTransition, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { useIsDark } from '@/features/shell/theme';

export type SeriesTone = 'accent' | 'good' | 'warn' | 'bad' | 'faint';

export interface Series {
  name: string;
  tone: SeriesTone;
  kind: 'bars' | 'line' | 'area';
  values: readonly (number | null | undefined)[];
  format: (value: number) => string;
}

interface ChartProps {
  /** What it shows, for whoever listens. */
  label: string;
  /** Seconds since 1970. */
  at: readonly number[];
  /** Those later in the list are painted over those before. */
  series: readonly Series[];
  height?: number;
}

/** What is pointed at. */
interface Point {
  index: number;
  left: number;
  /** Of the whole chart. */
  width: number;
}

const COLOURS: Record<SeriesTone, string> = { accent: 'var(--accent)', good: 'var(--good)', warn: 'var(--warn)', bad: 'var(--bad)', faint: 'var(--ink-faint)' };
const DOTS: Record<SeriesTone, string> = { accent: 'bg-accent', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad', faint: 'bg-ink-faint' };
/** So close a chart has to come to what is seen before it is painted. */
const NEAR = '800px';
/** Between two lines: whole numbers. */
const INCREMENTS = [1, 2, 5].flatMap((one) => Array.from({ length: 9 }, (_, power) => one * 10 ** power)).sort((one, other) => one - other);
/** Fewer values than this are shown as points as well. */
const FEW = 25;
const HOUR = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const EXACT = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });

/** Colours of the style sheet as the canvas takes them. All at once: each look at what is computed costs the browser a layout. */
function painted(within: HTMLElement, colours: readonly string[]): string[] {
  const probes = colours.map((colour) => {
    const probe = document.createElement('span');
    probe.style.color = colour;
    return probe;
  });
  within.append(...probes);
  const found = probes.map((probe) => getComputedStyle(probe).color);
  for (const probe of probes) probe.remove();
  return found;
}

function faded(colour: string, share: number): string {
  return `color-mix(in oklab, ${colour} ${share}%, transparent)`;
}

function paint(frame: HTMLElement, { at, series, height }: Required<Pick<ChartProps, 'at' | 'series' | 'height'>>, onPoint: (point: Point | undefined) => void): UPlot {
  const [faint = '', line = '', ...colours] = painted(frame, ['var(--ink-faint)', 'var(--line)', ...series.map(({ tone }) => COLOURS[tone])]);
  const font = `11px ${getComputedStyle(frame).fontFamily}`;
  const isLong = (at.at(-1) ?? 0) - (at[0] ?? 0) > 3 * 86_400;
  // The first and the last bar are seen whole.
  const pad = ((at[1] ?? 3600) - (at[0] ?? 0)) / 2;
  const bars = UPlot.paths.bars!({ size: [0.72, 40], radius: 0.2, align: 0 });
  const shape = (one: Series, position: number): UPlot.Series => {
    const colour = colours[position] ?? faint;
    if (one.kind === 'bars') return { label: one.name, paths: bars, fill: colour, stroke: colour, width: 0, points: { show: false } };
    // A line of a single moment, or of few, is seen by its points.
    const known = one.values.filter((value) => typeof value === 'number').length;
    return { label: one.name, stroke: colour, width: 1.75, points: { show: known > 0 && known < FEW, size: 6, fill: colour }, spanGaps: true, ...(one.kind === 'area' ? { fill: faded(colour, 12) } : {}) };
  };
  const format = series[0]?.format ?? String;
  return new UPlot({
    width: Math.max(frame.clientWidth, 200), height, series: [{}, ...series.map(shape)], legend: { show: false },
    padding: [8, 4, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: true, range: (_, low, high) => [low - pad, high + pad] }, y: { range: (_, __, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      { stroke: faint, font, grid: { show: false }, ticks: { show: false }, space: 72, gap: 6, size: 26, values: (_, ticks) => ticks.map((tick) => (isLong ? DAY : HOUR).format(tick * 1000)) },
      { stroke: faint, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, size: (_, values) => 14 + 6.2 * Math.max(3, ...(values ?? []).map(({ length }) => length)), gap: 6, space: 40, incrs: INCREMENTS, values: (_, ticks) => ticks.map(format) },
    ],
    hooks: { setCursor: [({ cursor: { idx, left = -1 }, width }) => onPoint(typeof idx === 'number' && left >= 0 ? { index: idx, left, width } : undefined)] },
  }, [Array.from(at), ...series.map(({ values }) => values.map((value) => value ?? null))] as UPlot.AlignedData, frame);
}

export function Chart({ label, at, series, height = 176 }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  const [point, setPoint] = useState<Point>();
  const [isTold, tell] = useState(false);
  // Its many cells are put together bit by bit, after what is seen.
  useEffect(() => startTransition(() => tell(true)), []);
  // A chart with the same values is not painted anew.
  const content = JSON.stringify([at, series.map(({ name, values }) => [name, values])]);
  useEffect(() => {
    const place = frame.current;
    if (!place) return undefined;
    let plot: UPlot | undefined;
    const resize = new ResizeObserver(() => {
      const width = Math.max(place.clientWidth, 200);
      if (plot && plot.width !== width) plot.setSize({ width, height });
    });
    // Not while the page is still being put together, and not before somebody is near to it.
    const seen = new IntersectionObserver((entries) => {
      if (plot || !entries.some(({ isIntersecting }) => isIntersecting)) return;
      plot = paint(place, { at, series, height }, setPoint);
      resize.observe(place);
    }, { rootMargin: NEAR });
    seen.observe(place);
    return () => { seen.disconnect(); resize.disconnect(); plot?.destroy(); };
    // Formats and colours change with these only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [content, height, isDark]);
  return (
    <figure className="relative min-w-0">
      <div ref={frame} role="img" aria-label={label} style={{ height }} className="min-w-0 overflow-hidden" />
      {point && (
        <div aria-hidden="true" className="pointer-events-none absolute top-1 z-10 rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-high" style={point.left > point.width / 2 ? { right: point.width - point.left - 28 } : { left: point.left + 50 }}>
          <div className="text-ink-faint">{EXACT.format(at[point.index]! * 1000)}</div>
          {series.map((one) => <div key={one.name} className="tabular mt-0.5 flex items-center gap-1.5"><span className={`size-1.5 rounded-full ${DOTS[one.tone]}`} />{one.name}<span className="ml-auto pl-3 font-medium">{typeof one.values[point.index] === 'number' ? one.format(one.values[point.index]!) : '–'}</span></div>)}
        </div>
      )}
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 pl-9.5 text-xs text-ink-faint">
        {series.map((one) => <span key={one.name} className="flex items-center gap-1.5"><span aria-hidden="true" className={`size-1.5 rounded-full ${DOTS[one.tone]}`} />{one.name}</span>)}
      </figcaption>
      {isTold && <Told label={label} at={at} series={series} content={content} />}
    </figure>
  );
}

/** The same as a table, for whoever listens. Whoever points at the chart changes nothing in it. */
const Told = memo(function Told({ label, at, series }: Pick<ChartProps, 'label' | 'at' | 'series'> & { content: string }) {
  return (
    <table className="sr-only">
      <caption>{label}</caption>
      <thead><tr><th scope="col">Time</th>{series.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>
      <tbody>{at.map((moment, index) => <tr key={moment}><th scope="row">{EXACT.format(moment * 1000)}</th>{series.map((one) => <td key={one.name}>{typeof one.values[index] === 'number' ? one.format(one.values[index]!) : 'none'}</td>)}</tr>)}</tbody>
    </table>
  );
}, (one, other) => one.label === other.label && one.content === other.content);
