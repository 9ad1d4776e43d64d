'use client';
// What those are called who do things here, by their identifiers: members, service accounts, keys.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { whole } from '@/hub/query';

type Actor = Model<'Actor'>;

export function useNames() {
  const { slug: organisation, may, me } = useOrganisation();
  const path = { organisation };
  const members = useQuery({ ...whole('/organisations/{organisation}/members', { path }), enabled: may('members:read') });
  const programs = useQuery({ ...whole('/organisations/{organisation}/service-accounts', { path }), enabled: may('keys:read') });
  const keys = useQuery({ ...whole('/organisations/{organisation}/api-keys', { path, query: { mine: !may('keys:read') } }), enabled: may('organisation:read') });
  return useMemo(() => {
    const names = new Map<string, string>([[me.id, me.name]]);
    for (const { user, name } of members.data ?? []) names.set(user, name);
    for (const { id, name } of [...(programs.data ?? []), ...(keys.data ?? [])]) names.set(id, name);
    const nameOf = (id: string) => names.get(id) ?? id;
    /** Who did something, and with what. */
    const whoIs = (actor: Actor): { name: string; by?: string } => {
      switch (actor.type) {
        case 'system': return { name: 'The hub' };
        case 'anonymous': return { name: 'Nobody who is known' };
        case 'user': return { name: nameOf(actor.id) };
        case 'key': return { name: nameOf(actor.user), by: nameOf(actor.id) };
        default: return { name: nameOf(actor.id), by: nameOf(actor.key) };
      }
    };
    return { names, nameOf, whoIs };
  }, [members.data, programs.data, keys.data, me]);
}
