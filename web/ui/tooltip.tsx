'use client';
// A few words about what is pointed at or focused. What shows them is loaded when they are first wanted.

import dynamic from 'next/dynamic';
import { type ReactNode, useRef, useState } from 'react';

const Layer = dynamic(() => import('./tooltip-layer').then(({ TooltipLayer }) => TooltipLayer), { ssr: false });

/** How long somebody points at it first, in milliseconds. */
const DELAY = 400;

export type Side = 'top' | 'bottom' | 'left' | 'right';

export function Tooltip({ words, side = 'top', children }: { words: ReactNode; side?: Side; children: ReactNode }) {
  const frame = useRef<HTMLSpanElement>(null);
  const [isShown, show] = useState(false);
  const [isWanted, want] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = (delay: number) => {
    clearTimeout(timer.current);
    want(true);
    timer.current = setTimeout(() => show(true), delay);
  };
  const end = () => {
    clearTimeout(timer.current);
    show(false);
  };
  return (
    <span
      ref={frame} className="contents"
      onPointerEnter={(event) => { if (event.pointerType === 'mouse') begin(DELAY); }} onPointerLeave={end} onPointerDown={end}
      onFocus={(event) => { if (event.target.matches(':focus-visible')) begin(0); }} onBlur={end}
      onKeyDown={(event) => { if (event.key === 'Escape') end(); }}
    >
      {children}
      {isWanted && <Layer isShown={isShown} side={side} anchor={() => frame.current?.firstElementChild ?? null} onClose={end}>{words}</Layer>}
    </span>
  );
}
