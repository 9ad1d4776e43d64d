'use client';
// Menus behind a button. What shows them is loaded when somebody is about to open one.

import dynamic from 'next/dynamic';
import { type ComponentProps, type ReactNode, useRef, useState } from 'react';

interface Entry {
  icon?: ReactNode;
  title: ReactNode;
  /** At its end: a key, a tick. */
  aside?: ReactNode;
}

export type MenuEntry =
  | ({ kind: 'item'; onSelect: () => void; isDangerous?: boolean; /** Why it cannot be chosen. */ disabled?: string | false } & Entry)
  | ({ kind: 'link'; href: string } & Entry)
  | { kind: 'choices'; value: string; options: readonly ({ value: string } & Entry)[]; onChange: (value: string) => void }
  | { kind: 'line' }
  | { kind: 'words'; words: ReactNode };

export interface MenuShape {
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
}

const load = () => import('./menu-layer');
const Layer = dynamic(() => load().then(({ MenuLayer }) => MenuLayer), { ssr: false });

/** The button is given with its looks: `<Menu button={{ className, children }} entries={…} />`. */
export function Menu({ button, ...shape }: MenuShape & { button: ComponentProps<'button'> }) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, open] = useState(false);
  const [isWanted, want] = useState(false);
  return (
    <>
      <button
        {...button} ref={trigger} type="button" aria-haspopup="menu" aria-expanded={isOpen} onPointerEnter={() => void load()} onFocus={() => void load()}
        onClick={() => { want(true); open(!isOpen); }}
        onKeyDown={(event) => { if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); want(true); open(true); } }}
      />
      {isWanted && <Layer {...shape} isOpen={isOpen} onOpenChange={open} trigger={trigger} />}
    </>
  );
}
