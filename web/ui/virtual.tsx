// A list of which only the rows in sight are on the page: for thousands.

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';

interface VirtualProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  row: (row: Row, index: number) => ReactNode;
  /** A guess of a row's height; they are measured. */
  height: number;
  className?: string;
}

export function VirtualList<Row>({ label, rows, keyOf, row, height, className }: VirtualProps<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  // It measures the page, which nothing may remember for it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => keyOf(rows[index]!),
    overscan: 12,
  });
  const shown = virtual.getVirtualItems();
  return (
    <div ref={frame} tabIndex={0} role="region" aria-label={label} className={className ?? 'max-h-[70vh] overflow-y-auto'}>
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => (
          <li
            key={item.key} ref={virtual.measureElement} data-index={item.index} aria-setsize={rows.length} aria-posinset={item.index + 1}
            className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)` }}
          >
            {row(rows[item.index]!, item.index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
