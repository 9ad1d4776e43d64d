'use client';
// The roles that there are here, what they are called, and which of them one may give.

import { useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import type { Option } from '@/ui/select';
import { BUILT_IN, type Permission, isBuiltIn, permissionsOf } from './permissions';

export function useRoles() {
  const { slug: organisation, may, me, all } = useOrganisation();
  const roles = useQuery({ ...read('/organisations/{organisation}/roles', { path: { organisation } }), enabled: may('roles:read') });
  const own: readonly Model<'CustomRole'>[] = roles.data?.items ?? [];
  const nameOf = (role: string) => BUILT_IN.find((one) => one.role === role)?.title ?? own.find(({ id }) => id === role)?.name ?? 'A role of this organisation';
  const allowed = (role: string): readonly Permission[] => (isBuiltIn(role) ? permissionsOf(role) : own.find(({ id }) => id === role)?.permissions ?? []);
  const isOwner = all.find(({ slug }) => slug === organisation)?.role === 'owner' || me.is_admin;
  /** Nobody gives more than they have, and only owners make owners. */
  const mayGive = (role: string) => (role !== 'owner' || isOwner) && allowed(role).every((permission) => may(permission));
  const options: Option<string>[] = [
    ...BUILT_IN.map(({ role, title }) => ({ value: role as string, label: title })), ...own.map(({ id, name }) => ({ value: id, label: name })),
  ].filter(({ value }) => mayGive(value));
  return { own, roles, nameOf, allowed, mayGive, options };
}
