'use client';
// Who calls, by name: keys, members and service accounts, as far as one may know them.

import { useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import { whole } from '@/hub/query';

/** The name of a caller by what records call them. */
export function useCallers(): (actor: string) => string {
  const { slug: organisation, may, me } = useOrganisation();
  const path = { organisation };
  const keys = useQuery(whole('/organisations/{organisation}/api-keys', { path }));
  const members = useQuery({ ...whole('/organisations/{organisation}/members', { path }), enabled: may('members:read') });
  return (actor) => {
    if (actor === 'anonymous' || actor === '') return 'Nobody who is known';
    if (actor === 'system') return 'The hub';
    const key = keys.data?.find(({ id }) => id === actor);
    if (key) return `Key ${key.name}`;
    const member = members.data?.find(({ user }) => user === actor);
    return member?.name ?? (actor === me.id ? me.name : actor.startsWith('key_') ? 'A key that is gone' : actor);
  };
}
