'use client';
// What a server is made of: its APIs, which of their tools it has, what is changed about them, and the words for the whole.

import { useQuery } from '@tanstack/react-query';
import { Layers, Plus } from 'lucide-react';
import { useOrganisation } from '@/features/shell/organisation';
import { ToolEditor } from '@/features/tools/editor';
import { ToolPicker } from '@/features/tools/picker';
import { byHand } from '@/features/tools/picks';
import type { Model } from '@/hub/client';
import { whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { looks } from '@/ui/button';
import { Menu, type MenuEntry } from '@/ui/menu';
import { Panel } from '@/ui/page';
import { SaveBar } from '@/ui/save-bar';
import { Callout, Empty, SkeletonRows, Trouble } from '@/ui/states';
import { Conflicts } from './conflicts';
import { type Drafting, useDesign, useDraft } from './draft';
import { Rules } from './rules';
import { editsOf, picksOf, useSource, withCuration, withEdit, withSource } from './source';
import { SourceSettings, SPACE } from './source-settings';
import { Summary } from './summary';
import { Remarks } from './remarks';
import { Words } from './words';

export function DesignEditor({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const drafting = useDesign(server);
  const draft = useDraft(server);
  const apis = useQuery(whole('/organisations/{organisation}/apis', { path: { organisation } }));
  const set = useSetParameters();
  const named = useParameter('api');
  const open = useParameter('tool');
  const sources = drafting.design.sources ?? [];
  const source = sources.find(({ api }) => api === named) ?? sources[0];
  const given = useSource(source);
  const tool = open ? given.tools.find(({ name }) => name === open) : undefined;
  const nameOf = (id: string) => apis.data?.find((api) => api.id === id)?.name ?? id;
  const why = lacks('servers:update');
  const change = (next: (one: NonNullable<typeof source>) => NonNullable<typeof source>) => { if (source) drafting.change(withSource(drafting.design, source.api, next)); };
  const add = (api: string) => { drafting.change({ ...drafting.design, sources: [...sources, { api, curation: {} }] }); set({ api, tool: '' }); };
  return (
    <>
      <Summary server={server} drafting={drafting} draft={draft} />
      {drafting.isStale && <Callout tone="warn" title="Somebody changed this server meanwhile">Saving puts your design in the place of theirs. To see theirs first, discard your changes.</Callout>}
      {draft.data && draft.data.conflicts.length > 0 && <Conflicts conflicts={draft.data.conflicts} drafting={drafting} nameOf={nameOf} onOpen={(api, name) => set({ api, tool: name })} />}
      <Sources apis={apis.data} drafting={drafting} current={source?.api} nameOf={nameOf} onChoose={(api) => set({ api, tool: '' })} onAdd={add} disabled={why} />
      {!source ? (
        <Panel isFlush><Empty icon={<Layers />} title="No API yet" words="A server gives agents tools of one API or several. Add the first one above." /></Panel>
      ) : (
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_21rem]">
          <Panel isFlush>
            {given.error ? <Trouble what="API" error={given.error} onRetry={given.retry} /> : given.isPending ? <SkeletonRows rows={10} /> : (
              <ToolPicker
                tools={given.tools} chosen={given.chosen} edits={editsOf(source)} onEdit={({ name }) => set({ tool: name }, 'push')}
                onChoose={(next) => change((one) => withCuration(one, { picks: byHand(given.tools, picksOf(one), next) }))}
              />
            )}
          </Panel>
          <div className="flex min-w-0 flex-col gap-6">
            <Rules tools={given.tools} picks={picksOf(source)} onChange={(picks) => change((one) => withCuration(one, { picks }))} />
            <Remarks tools={given.tools} chosen={given.chosen} edits={editsOf(source)} onOpen={(name) => set({ tool: name }, 'push')} />
            <Words server={server} drafting={drafting} made={draft.data?.instructions} />
            <SourceSettings key={source.api} source={source} name={nameOf(source.api)} isAlone={sources.length === 1} space={draft.data?.sources.find(({ api }) => api === source.api)?.space} onChange={change} onRemove={() => { drafting.change({ ...drafting.design, sources: sources.filter((one) => one !== source) }); set({ api: '', tool: '' }); }} />
          </div>
        </div>
      )}
      {source && (
        <ToolEditor
          api={source.api} revision={given.revision} tool={tool} edit={tool && editsOf(source)[tool.operation]} onClose={() => set({ tool: '' })}
          limit={tool && limitOf(drafting, calledAs(tool, editsOf(source)[tool.operation], draft.data))}
          onSave={(edit) => { if (tool) change((one) => withEdit(one, tool.operation, edit)); }}
        />
      )}
      <SaveBar
        isChanged={drafting.isChanged} action="Save the design" words="What agents have changes once a version is deployed." isBusy={drafting.save.isPending} error={drafting.save.error}
        disabled={why || (sources.some(({ space }) => space && !SPACE.test(space)) && 'The beginning of the names of an API cannot be used')} onSave={() => drafting.save.mutate()} onDiscard={drafting.discard}
      />
    </>
  );
}

/** What agents know a tool by: as the hub says, or as it is about to be called. */
function calledAs(tool: Model<'ToolSummary'>, edit: Model<'ToolEdit'> | undefined, draft: Model<'ServerDraft'> | undefined): string {
  const served = draft?.tools.filter(({ operation }) => operation === tool.operation);
  return served?.length === 1 ? served[0]!.name : edit?.name ?? tool.name;
}

/** The limit of a tool, which is kept by its name. */
function limitOf(drafting: Drafting, name: string) {
  const most = drafting.limits[name]?.calls_per_minute ?? null;
  return {
    most,
    onChange: (next: number | null) => {
      if (next === most) return;
      drafting.limit(({ [name]: _, ...rest }) => (next === null ? rest : { ...rest, [name]: { calls_per_minute: next } }));
    },
  };
}

interface SourcesProps {
  apis: Model<'Api'>[] | undefined;
  drafting: Drafting;
  current: string | undefined;
  nameOf: (id: string) => string;
  onChoose: (api: string) => void;
  onAdd: (api: string) => void;
  disabled: string | false;
}

function Sources({ apis, drafting, current, nameOf, onChoose, onAdd, disabled }: SourcesProps) {
  const { slug: organisation } = useOrganisation();
  const sources = drafting.design.sources ?? [];
  const others = (apis ?? []).filter(({ id }) => !sources.some(({ api }) => api === id));
  const entries: MenuEntry[] = [
    ...(others.length === 0 ? [{ kind: 'words' as const, words: 'All of your APIs are in.' }] : others.map((api): MenuEntry => ({ kind: 'item', title: api.name, onSelect: () => onAdd(api.id), disabled: disabled || (!api.current_revision && 'It has no tools yet') }))),
    { kind: 'line' }, { kind: 'link', title: 'Connect another API', icon: <Plus />, href: to.wizard(organisation) },
  ];
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <div role="group" aria-label="APIs of the server" className="flex min-w-0 flex-wrap gap-1.5">
        {sources.map(({ api, curation }) => {
          const edits = Object.keys(curation?.tools ?? {}).length;
          return (
            <button
              key={api} type="button" aria-pressed={api === current} onClick={() => onChoose(api)}
              className="flex max-w-full items-center gap-2 rounded-md border border-line-strong bg-panel px-3 py-1.5 text-sm font-medium text-ink-soft shadow-low hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            >
              <span className="truncate">{nameOf(api)}</span>{edits > 0 && <span className="tabular text-xs font-normal">{edits} edited</span>}
            </button>
          );
        })}
      </div>
      <Menu button={{ className: looks('quiet', 'small'), children: <><Plus aria-hidden className="size-3.5" />Add an API</> }} entries={entries} />
    </div>
  );
}
