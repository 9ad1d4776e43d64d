'use client';
// Whose things are shown: the organisation that the address names, or the one that was looked at last.

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, createContext, useContext, useDeferredValue, useEffect, useMemo } from 'react';
import type { Model } from '@/hub/client';
import { read, whole } from '@/hub/query';
import { useParameter } from '@/hub/url';

type Permission = Model<'Permission'>;

interface Organisation {
  /** In addresses, and in the paths of the REST API. */
  slug: string;
  id: string;
  name: string;
  all: Model<'Organisation'>[];
  me: Model<'Account'>;
  may: (permission: Permission) => boolean;
  /** Why something cannot be done without a permission; nothing when it can. */
  lacks: (permission: Permission) => string | false;
}

const Context = createContext<Organisation | undefined>(undefined);
const LAST = 'mcphub.organisation';

export function useOrganisation(): Organisation {
  const organisation = useContext(Context);
  if (!organisation) throw new Error('there is no organisation here');
  return organisation;
}

/** Reads who and where this is. `children` gets what to show: nothing yet, an error, or the pages. */
export function OrganisationProvider({ waiting, trouble, children }: { waiting: ReactNode; trouble: (error: Error, retry: () => void) => ReactNode; children: ReactNode }) {
  const named = useParameter('in');
  const me = useQuery(read('/me'));
  const organisations = useQuery(whole('/organisations', {}));
  const all = organisations.data;
  const last = typeof localStorage === 'undefined' ? null : localStorage.getItem(LAST);
  // The last one may be gone, or somebody else's of this browser.
  const isKnown = (slug: string | null) => !all || all.some((one) => one.slug === slug);
  const slug = named || (last && isKnown(last) ? last : all?.[0]?.slug) || '';
  const organisation = useQuery({ ...read('/organisations/{organisation}', { path: { organisation: slug } }), enabled: slug !== '' });
  const found = organisation.data;

  useEffect(() => { if (found?.slug) localStorage.setItem(LAST, found.slug); }, [found?.slug]);

  const known = useMemo(() => {
    if (!found || !all || !me.data) return undefined;
    const may = (permission: Permission) => Boolean(found.permissions?.includes(permission));
    const lacks = (permission: Permission) => (may(permission) ? false : `This needs the permission ${permission}, which you do not have in ${found.name}`);
    return { slug: found.slug, id: found.id, name: found.name, all, me: me.data, may, lacks };
  }, [found, all, me.data]);

  // The first time, all of the page follows from it: that is put together bit by bit.
  const value = useDeferredValue(known);
  if (value) return <Context value={value}>{children}</Context>;
  const error = me.error ?? organisations.error ?? (named || all ? organisation.error : null);
  if (error) return trouble(error, () => { void me.refetch(); void organisations.refetch(); void organisation.refetch(); });
  if (all?.length === 0 && !slug) return trouble(new Error('you are in no organisation yet; ask somebody for an invitation'), () => location.reload());
  return waiting;
}
