'use client';
// One API of a design: its tools, which of them are in, and what is changed about it.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cost } from '@/features/tools/edits';
import { picked } from '@/features/tools/picks';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { whole } from '@/hub/query';
import type { Design, Source } from './draft';

export type Edits = Record<string, Model<'ToolEdit'>>;

export const editsOf = (source: Source) => (source.curation?.tools ?? {}) as Edits;
export const picksOf = (source: Source) => source.curation?.picks ?? [];

/** The design with one of its APIs changed. */
export function withSource(design: Design, api: string, change: (source: Source) => Source): Design {
  return { ...design, sources: (design.sources ?? []).map((source) => (source.api === api ? change(source) : source)) };
}

export function withCuration(source: Source, curation: Partial<Model<'Curation'>>): Source {
  return { ...source, curation: { ...source.curation, ...curation } };
}

export function withEdit(source: Source, operation: string, edit: Model<'ToolEdit'> | undefined): Source {
  const { [operation]: _, ...rest } = editsOf(source);
  return withCuration(source, { tools: edit ? { ...rest, [operation]: edit } : rest });
}

const NONE: Model<'ToolSummary'>[] = [];

/** The tools of the revision that a source means, those that are in, and what they cost. */
export function useSource(source: Source | undefined) {
  const { slug: organisation } = useOrganisation();
  const revision = source?.revision ?? 'current';
  const read = useQuery({
    ...whole('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools', { path: { organisation, api: source?.api ?? '', revision } }),
    enabled: source !== undefined,
  });
  const tools = read.data ?? NONE;
  const picks = source?.curation?.picks;
  const chosen = useMemo(() => picked(tools, picks ?? []), [tools, picks]);
  const edits = source?.curation?.tools;
  const tokens = useMemo(() => {
    let sum = 0;
    for (const tool of tools) if (chosen.has(tool.name)) sum += cost(tool, (edits as Edits | undefined)?.[tool.operation]);
    return sum;
  }, [tools, chosen, edits]);
  return { tools, chosen, tokens, revision, isPending: read.isPending, error: read.error, retry: () => void read.refetch() };
}
