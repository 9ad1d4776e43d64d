'use client';
// The words of a tooltip, beside what they are about.

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import type { Side } from './tooltip';

export function TooltipLayer({ isShown, side, anchor, onClose, children }: { isShown: boolean; side: Side; anchor: () => Element | null; onClose: () => void; children: ReactNode }) {
  return (
    <Base.Root open={isShown} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side={side} sideOffset={6} className="pointer-events-none z-60">
          <Base.Popup className="comes max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-ground shadow-high">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
