'use client';
// What a design comes to: how many tools, what they cost, how clients find them; and whether it is what agents have.

import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { cost } from '@/features/tools/edits';
import { isListed } from '@/features/tools/listed';
import { picked } from '@/features/tools/picks';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read, whole } from '@/hub/query';
import { to } from '@/routes';
import { Link } from '@/ui/link';
import { short, whole as number } from '@/ui/numbers';
import { Panel, Stat } from '@/ui/page';
import { Callout } from '@/ui/states';
import { sentence } from '@/hub/problem';
import type { Drafting } from './draft';
import { editsOf, picksOf } from './source';

/** Of all APIs together, as the design is at this moment. */
function useSums({ design }: Drafting) {
  const { slug: organisation } = useOrganisation();
  const sources = design.sources ?? [];
  const reads = useQueries({ queries: sources.map(({ api, revision }) => whole('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools', { path: { organisation, api, revision: revision ?? 'current' } })) });
  if (reads.some(({ data }) => !data)) return undefined;
  let [all, tools, tokens] = [0, 0, 0];
  sources.forEach((source, index) => {
    const own = reads[index]!.data!;
    const chosen = picked(own, picksOf(source));
    all += own.length;
    tools += chosen.size;
    for (const tool of own) if (chosen.has(tool.name)) tokens += cost(tool, editsOf(source)[tool.operation]);
  });
  return { all, tools, tokens };
}

export function Summary({ server, drafting, draft }: { server: Model<'Server'>; drafting: Drafting; draft: UseQueryResult<Model<'ServerDraft'>> }) {
  const sums = useSums(drafting);
  const listed = sums && isListed(drafting.design.discovery, sums.tools);
  return (
    <Panel>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Stat name="Tools" value={<span data-testid="tools">{sums ? number(sums.tools) : '–'}</span>} aside={sums && `of ${number(sums.all)}`} />
        <Stat name="To know them" value={sums ? short(sums.tokens) : '–'} aside={listed === false ? 'tokens, were all in one list' : 'tokens, about'} />
        <Stat name="Clients see" value={sums ? (listed ? 'All of them' : '4 tools') : '–'} aside={sums && (listed ? 'in one list' : 'that search, describe and call')} />
        <Served server={server} drafting={drafting} draft={draft.data} />
      </div>
      {draft.error && !drafting.isChanged && <div className="mt-4"><Callout tone="bad" title="No version can be made of this">{sentence(draft.error.message)}</Callout></div>}
    </Panel>
  );
}

/** Whether agents have it. */
function Served({ server, drafting, draft }: { server: Model<'Server'>; drafting: Drafting; draft: Model<'ServerDraft'> | undefined }) {
  const { slug: organisation } = useOrganisation();
  const state = useFrozen(server, draft);
  const href = to.server(organisation, server.slug, 'versions');
  const go = <Link href={href} className="font-medium text-accent-text hover:underline">{state === 'same' ? 'See versions' : 'Make a version'}</Link>;
  if (drafting.isChanged) return <Stat name="Agents have" value="Not this yet" aside="It is not saved." />;
  if (!server.latest_version) return <Stat name="Agents have" value="Nothing yet" aside={go} />;
  const { deployment } = server;
  const isServed = state === 'same' && deployment?.is_wanted && deployment.version === server.latest_version;
  const some = state === 'same' && deployment?.is_wanted && deployment.canary?.version === server.latest_version ? deployment.canary?.percent : undefined;
  return <Stat name="Agents have" value={state === undefined ? '–' : isServed ? 'This' : some !== undefined ? `${some} % have this` : state === 'same' ? 'Not this yet' : 'An older one'} aside={go} />;
}

/** Whether the newest version was made of the design as it is, with the revisions that its APIs have now. */
export function useFrozen(server: Model<'Server'>, draft: Model<'ServerDraft'> | undefined): 'same' | 'changed' | undefined {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug, version: server.latest_version ?? '' };
  const isThere = Boolean(server.latest_version);
  const version = useQuery({ ...read('/organisations/{organisation}/servers/{server}/versions/{version}', { path }), enabled: isThere });
  const design = useQuery({ ...read('/organisations/{organisation}/servers/{server}/versions/{version}/{part}', { path: { ...path, part: 'design' } }), enabled: isThere });
  if (!isThere) return 'changed';
  if (!version.data || !design.data || !draft) return undefined;
  const isSame = JSON.stringify(design.data) === JSON.stringify(server.design) && version.data.sources.every(({ revision }) => draft.sources.some((source) => source.revision === revision));
  return isSame ? 'same' : 'changed';
}
