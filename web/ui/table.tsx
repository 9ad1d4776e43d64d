// Tables: rows that lead somewhere, columns that leave when there is no room, lists that read on as somebody scrolls.

import clsx from 'clsx';
import type { ReactNode } from 'react';
import { Button } from './button';
import { Link } from './link';

export interface Column<Row> {
  title: string;
  /** The title is read out only: what stands below says what it is. */
  isUntitled?: boolean;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Leaves first, where there is no room. */
  from?: 'sm' | 'md' | 'lg' | 'xl';
  className?: string;
}

const FROM = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' };

interface TableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Where a row leads to; the first cell is the link, and the whole row follows it. */
  hrefOf?: (row: Row) => string;
  /** A button in the first cell covers the row, which opens what it is about. */
  isPressed?: boolean;
  /** A row that has come since the page was opened. */
  isNew?: (row: Row) => boolean;
  /** The next page, where there is one. */
  more?: { isReading: boolean; read: () => void } | undefined;
}

export function Table<Row>({ label, rows, columns, keyOf, hrefOf, isPressed = false, isNew, more }: TableProps<Row>) {
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th key={column.title} scope="col" className={clsx('px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-faint first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5', column.isNumber && 'text-right', column.from && FROM[column.from])}>
                {column.isUntitled ? <span className="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={clsx('relative border-b border-line last:border-0', (hrefOf || isPressed) && 'transition-colors hover:bg-hover has-focus-visible:bg-hover', isNew?.(row) && 'animate-arrive')}>
              {columns.map((column, index) => (
                <td key={column.title} className={clsx('h-11 px-3 py-2 first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5', column.isNumber && 'tabular text-right whitespace-nowrap', column.from && FROM[column.from], column.className)}>
                  {index === 0 && hrefOf ? <Link href={hrefOf(row)} className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text">{column.cell(row)}</Link> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <div className="flex justify-center border-t border-line p-3"><Button size="small" busy={more.isReading} onClick={more.read}>Show more</Button></div>}
    </div>
  );
}
