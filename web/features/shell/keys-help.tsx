'use client';
// The keys that there are, and the switch that turns single ones off.

import { Switch } from '@/ui/choices';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import { openKeys, setKeys, useKeys, useKeysHelp } from './keys-state';
import { places } from './navigation';
import { useOrganisation } from './organisation';

export function KeysHelp() {
  const isOpen = useKeysHelp();
  const isOn = useKeys();
  const { slug, me, may } = useOrganisation();
  const everywhere: [keys: string, words: string][] = [['Ctrl K', 'Search, go somewhere, do something (⌘ K on a Mac)'], ['/', 'To the field that finds, or the palette where there is none'], ['?', 'These keys'], ['Esc', 'Close what is open']];
  const ways = places(slug, me.is_admin).flatMap((group) => group.places).filter(({ keys, needs }) => keys && (!needs || may(needs)));
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={() => openKeys(false)}>
      <div className="flex flex-col gap-6">
        <Keys title="Everywhere" all={everywhere} />
        <Keys title="Go to" all={ways.map(({ keys = '', title }) => [keys, title])} />
        <Switch label="Single keys" hint="Off, only those with Ctrl or ⌘ do anything." checked={isOn} onChange={setKeys} />
      </div>
    </Dialog>
  );
}

function Keys({ title, all }: { title: string; all: readonly (readonly [keys: string, words: string])[] }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-medium text-ink-faint">{title}</h3>
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {all.map(([keys, words]) => <div key={words} className="flex items-start justify-between gap-4"><dt>{words}</dt><dd className="shrink-0"><span className="sr-only">{keys}</span><Kbd keys={keys} /></dd></div>)}
      </dl>
    </section>
  );
}
