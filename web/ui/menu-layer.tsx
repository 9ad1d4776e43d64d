'use client';
// The entries of a menu, beside its button.

import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import type { ReactNode, RefObject } from 'react';
import { Link } from './link';
import type { MenuEntry, MenuShape } from './menu';

const ITEM = 'flex w-full cursor-default items-center gap-2.5 rounded-md px-2 py-1.5 text-left outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50';

function Inside({ icon, title, aside }: { icon?: ReactNode; title: ReactNode; aside?: ReactNode }) {
  return (
    <>
      {icon && <span aria-hidden="true" className="text-ink-faint *:size-4">{icon}</span>}
      <span className="min-w-0 grow truncate">{title}</span>
      {aside && <span className="text-ink-faint">{aside}</span>}
    </>
  );
}

function Shown({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case 'item': return <Base.Item onClick={entry.onSelect} disabled={Boolean(entry.disabled)} title={entry.disabled || undefined} className={clsx(ITEM, entry.isDangerous && 'text-bad-text')}><Inside {...entry} /></Base.Item>;
    case 'link': return <Base.LinkItem render={<Link href={entry.href} />} closeOnClick className={ITEM}><Inside {...entry} /></Base.LinkItem>;
    case 'line': return <Base.Separator className="my-1 h-px bg-line" />;
    case 'words': return <div className="px-2 py-1.5 text-sm text-ink-faint">{entry.words}</div>;
    case 'choices': return (
      <Base.RadioGroup value={entry.value} onValueChange={(value) => entry.onChange(String(value))}>
        {entry.options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
            <Inside {...option} aside={<Base.RadioItemIndicator className="text-xs">●</Base.RadioItemIndicator>} />
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    );
  }
}

interface LayerProps extends MenuShape {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  trigger: RefObject<HTMLButtonElement | null>;
}

export function MenuLayer({ entries, align = 'end', side = 'bottom', isOpen, onOpenChange, trigger }: LayerProps) {
  const change = (next: boolean, details: { event: Event }) => {
    // The button itself closes its menu; otherwise it would open again at once.
    const isOwn = !next && details.event.target instanceof Node && trigger.current?.contains(details.event.target);
    if (!isOwn) onOpenChange(next);
  };
  return (
    <Base.Root open={isOpen} onOpenChange={change}>
      <Base.Portal>
        <Base.Positioner anchor={trigger} align={align} side={side} sideOffset={6} className="z-60">
          <Base.Popup finalFocus={trigger} className="comes max-h-[70vh] w-60 max-w-[90vw] overflow-y-auto rounded-lg bg-raised p-1 shadow-high">
            {entries.map((entry, index) => <Shown key={index} entry={entry} />)}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
