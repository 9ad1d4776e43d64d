'use client';
// Keys that work everywhere: one opens the palette, others lead somewhere. They stay out of the way of whoever types.

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { hasKeys, openKeys, useKeysHelp } from './keys-state';
import { places } from './navigation';
import { useOrganisation } from './organisation';
import { openPalette, usePalette } from './palette-state';

const KeysHelp = dynamic(() => import('./keys-help').then(({ KeysHelp }) => KeysHelp), { ssr: false });
const Palette = dynamic(() => import('./palette').then(({ Palette }) => Palette), { ssr: false });

/** Between the first key and the second, in milliseconds. */
const PATIENCE = 900;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

export function Shortcuts() {
  const organisation = useOrganisation();
  const router = useRouter();
  const isOpen = usePalette();
  // It is loaded when it is first wanted, and stays.
  const [isWanted, want] = useState(false);
  if (isOpen && !isWanted) want(true);
  const isHelpOpen = useKeysHelp();
  const [isHelpWanted, wantHelp] = useState(false);
  if (isHelpOpen && !isHelpWanted) wantHelp(true);
  useEffect(() => {
    const all = places(organisation.slug, organisation.me.is_admin).flatMap((group) => group.places);
    const reachable = new Map(all.filter(({ needs }) => !needs || organisation.may(needs)).flatMap(({ keys, href }) => (keys ? [[keys, href] as const] : [])));
    let before = { key: '', at: 0 };
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      // A dialog has keys of its own.
      if (!hasKeys() || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || document.querySelector('[role=dialog]:not([aria-modal=false]),[role=alertdialog]')) return;
      if (event.key === '?') {
        event.preventDefault();
        openKeys(true);
        return;
      }
      if (event.key === '/') {
        event.preventDefault();
        const field = document.querySelector<HTMLInputElement>('main input[type=search]');
        if (field) field.focus();
        else openPalette();
        return;
      }
      const two = event.timeStamp - before.at < PATIENCE ? `${before.key} ${event.key}` : '';
      const href = reachable.get(two) ?? reachable.get(event.key);
      before = { key: event.key, at: event.timeStamp };
      if (href) router.push(href);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [organisation, router]);
  return <>{isWanted && <Palette />}{isHelpWanted && <KeysHelp />}</>;
}
