'use client';
// A document with the numbers of its lines, of which some are marked: only the lines in sight are on the page.

import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import type { RootContent } from 'hast';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Language } from './code';

interface SourceProps {
  label: string;
  text: string;
  language: Language;
  /** Lines to be marked and shown first, counted from 1. */
  marked?: { from: number; to: number } | undefined;
  className?: string;
}

/** Characters of a line that are coloured and shown. */
const WIDEST = 2000;

type Highlight = (language: string, text: string) => { children: RootContent[] };

function parts(nodes: readonly RootContent[]): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    return <span key={index} className={(node.properties.className as string[] | undefined)?.join(' ')}>{parts(node.children)}</span>;
  });
}

export function Source({ label, text, language, marked, className }: SourceProps) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const [highlight, setHighlight] = useState<Highlight>();
  useEffect(() => {
    if (language === 'text') return;
    void import('./highlight').then((colours) => setHighlight(() => colours.highlight));
  }, [language]);
  // It measures the page, which nothing may remember for it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => 20, overscan: 30 });
  const from = marked?.from;
  useEffect(() => { if (from) virtual.scrollToIndex(Math.max(from - 1, 0), { align: 'center' }); }, [from, virtual]);
  const isMarked = (line: number) => marked !== undefined && line >= marked.from && line <= marked.to;
  return (
    <div ref={frame} role="region" aria-label={label} tabIndex={0} className={clsx('overflow-auto rounded-lg border border-line bg-sunken font-mono text-xs leading-5', className ?? 'h-[60vh]')}>
      <div className="relative min-w-max" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]!.slice(0, WIDEST);
          return (
            <div key={item.key} data-line={item.index + 1} data-marked={isMarked(item.index + 1) || undefined} className="absolute inset-x-0 top-0 flex h-5 data-marked:bg-warn-soft" style={{ transform: `translateY(${item.start}px)` }}>
              <span aria-hidden="true" className="tabular sticky left-0 w-14 shrink-0 border-r border-line bg-sunken pr-3 text-right text-ink-faint select-none">{item.index + 1}</span>
              <code className="pr-4 pl-3 whitespace-pre">{highlight ? parts(highlight(language, line).children) : line}</code>
            </div>
          );
        })}
      </div>
    </div>
  );
}
