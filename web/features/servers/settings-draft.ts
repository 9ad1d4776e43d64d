'use client';
// A server's settings while they are being changed: in force as soon as they are saved.

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { told } from '@/ui/toast';

type Settings = Model<'ServerSettings'>;
type Change = Pick<Model<'ServerChange'>, 'name' | 'slug' | 'description'>;

/** What is changed about a server; what is left out stays. `onSaved` gets it as it then is. */
export function useServerChange(server: Model<'Server'>, onSaved?: (server: Model<'Server'>) => void) {
  const { slug: organisation } = useOrganisation();
  const [settings, setSettings] = useState<Partial<Settings>>({});
  const [words, setWords] = useState<Change>({});
  const now: Settings = { ...server.settings, ...settings };
  const named = { name: server.name, slug: server.slug, description: server.description, ...words };
  const areSettings = JSON.stringify(now) !== JSON.stringify(server.settings);
  const areWords = (['name', 'slug', 'description'] as const).some((key) => named[key] !== server[key]);
  const discard = () => { setSettings({}); setWords({}); };
  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/organisations/{organisation}/servers/{server}', {
      params: { path: { organisation, server: server.slug } }, body: { ...(areWords ? words : {}), ...(areSettings ? { settings: now } : {}) },
    })),
    onSuccess: async (saved) => {
      onSaved?.(saved);
      await changed('/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/connection-guides');
      discard();
      told('Saved', areSettings ? 'It is in force now.' : undefined);
    },
  });
  return {
    settings: now, named, save, discard, isChanged: areSettings || areWords,
    change: (more: Partial<Settings>) => setSettings((before) => ({ ...before, ...more })),
    call: (more: Change) => setWords((before) => ({ ...before, ...more })),
  };
}

/** A number that may be left out; something wrong stays a text, and is told. */
export function numberIn(text: string, least: number, most: number): { value: number | null; error: string | undefined } {
  if (text.trim() === '') return { value: null, error: undefined };
  const value = Number(text.replaceAll(',', ''));
  if (!Number.isInteger(value) || value < least || value > most) return { value: null, error: `Give a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}` };
  return { value, error: undefined };
}
