'use client';
// A server's design while it is being changed: kept here until it is saved as a whole, so that everything can be taken back.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, read } from '@/hub/query';
import { told } from '@/ui/toast';

export type Design = Model<'Design'>;
export type Source = Model<'ServerSource'>;
export type Limits = Record<string, Model<'ToolLimits'>>;

interface Edited {
  design: Design;
  limits: Limits;
  /** When the server was changed last, as it was when this began. */
  since: string;
}

export function useDesign(server: Model<'Server'>) {
  const { slug: organisation } = useOrganisation();
  const [edited, setEdited] = useState<Edited>();
  const saved = { design: server.design, limits: (server.settings.tools ?? {}) as Limits, since: server.updated_at };
  const now = edited ?? saved;
  // What was changed and changed back is not changed.
  const isChanged = edited !== undefined && (JSON.stringify(edited.design) !== JSON.stringify(saved.design) || JSON.stringify(edited.limits) !== JSON.stringify(saved.limits));

  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/organisations/{organisation}/servers/{server}', {
      params: { path: { organisation, server: server.slug } },
      body: {
        design: now.design,
        ...(JSON.stringify(now.limits) !== JSON.stringify(saved.limits) ? { settings: { ...server.settings, tools: now.limits } } : {}),
      },
    })),
    onSuccess: async () => {
      await changed('/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/tools');
      setEdited(undefined);
      told('The design is saved', 'Agents get it once a version of it is deployed.');
    },
  });
  return {
    design: now.design, limits: now.limits, isChanged, save,
    /** Somebody else changed the server meanwhile. */
    isStale: isChanged && edited.since !== server.updated_at,
    change: (design: Design) => setEdited((before) => ({ ...(before ?? saved), design })),
    limit: (change: (limits: Limits) => Limits) => setEdited((before) => ({ ...(before ?? saved), limits: change((before ?? saved).limits) })),
    discard: () => setEdited(undefined),
  };
}

export type Drafting = ReturnType<typeof useDesign>;

/** What the saved design comes to, as the hub says. */
export function useDraft(server: Model<'Server'>) {
  const { slug: organisation } = useOrganisation();
  return useQuery(read('/organisations/{organisation}/servers/{server}/tools', { path: { organisation, server: server.slug } }));
}
