'use client';
// The fourth step: which tools the server has, in which words. The server is made, or changed, on the way on.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { ToolEditor } from '@/features/tools/editor';
import { TokenCost, ToolPicker } from '@/features/tools/picker';
import { picked, picksOf } from '@/features/tools/picks';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { Panel } from '@/ui/page';
import { Failure, Skeleton, Trouble } from '@/ui/states';
import { Step } from './step';
import type { StepGiven } from './wizard';

type Edits = Record<string, Model<'ToolEdit'>>;

export function ToolsStep(given: StepGiven) {
  const { slug: organisation } = useOrganisation();
  const tools = useQuery(whole('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools', { path: { organisation, api: given.api.id, revision: 'current' } }));
  if (tools.error) return <Trouble error={tools.error} onRetry={() => void tools.refetch()} />;
  if (!tools.data) return <Skeleton className="h-96 w-full" />;
  return <Choosing {...given} tools={tools.data} />;
}

function Choosing({ api, server, at, tools }: StepGiven & { tools: Model<'ToolSummary'>[] }) {
  const { slug: organisation, lacks } = useOrganisation();
  const router = useRouter();
  const before = server?.design.sources?.find((source) => source.api === api.id)?.curation;
  const [chosen, choose] = useState(() => picked(tools, before?.picks ?? []));
  const [edits, setEdits] = useState<Edits>((before?.tools ?? {}) as Edits);
  const [edited, edit] = useState<Model<'ToolSummary'>>();
  const curation = useMemo(() => ({ picks: picksOf(tools, chosen), ...(Object.keys(edits).length > 0 ? { tools: edits } : {}) }), [tools, chosen, edits]);

  const save = useMutation({
    mutationFn: () => {
      if (!server) {
        return answer(hub.POST('/organisations/{organisation}/servers', {
          params: { path: { organisation } }, body: { name: api.name, ...(api.description ? { description: api.description } : {}), design: { sources: [{ api: api.id, curation }] } },
        }));
      }
      const sources = (server.design.sources ?? []).map((source) => (source.api === api.id ? { ...source, curation } : source));
      return answer(hub.PATCH('/organisations/{organisation}/servers/{server}', { params: { path: { organisation, server: server.slug } }, body: { design: { ...server.design, sources } } }));
    },
    onSuccess: async ({ slug }) => {
      await changed('/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/tools');
      router.push(at('try', { server: slug }));
    },
  });

  return (
    <Step
      title="Which tools should agents have?" words="Fewer are better: agents choose more surely, and read less. Names and words can be changed; changes survive new versions of the document."
      back={at('authentication')}
      next={{ label: 'Go on', onClick: () => save.mutate(), busy: save.isPending, disabled: lacks(server ? 'servers:update' : 'servers:create') || (chosen.size === 0 && 'Choose at least one tool') }}
    >
      <Failure error={save.error} />
      <TokenCost tools={tools} chosen={chosen} />
      <Panel isFlush><ToolPicker tools={tools} chosen={chosen} onChoose={choose} edits={edits} onEdit={edit} /></Panel>
      <ToolEditor
        api={api.id} tool={edited} edit={edited && edits[edited.operation]} onClose={() => edit(undefined)}
        onSave={(next) => {
          if (!edited) return;
          const { [edited.operation]: _, ...rest } = edits;
          setEdits(next ? { ...rest, [edited.operation]: next } : rest);
        }}
      />
    </Step>
  );
}
