'use client';
// One version in full: what changed, what it was made of, and the hash of each tool by which clients can tell that it is still the same.

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { whole } from '@/hub/query';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { Sheet } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { count } from '@/ui/numbers';
import { Facts } from '@/ui/page';
import { SelectField } from '@/ui/select';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { Time } from '@/ui/time';
import { VirtualList } from '@/ui/virtual';
import { Changes, Comparison, usePart } from './changes';
import { ImageOf } from './image';
import { ProjectOf } from './project';
import { shareOf, VersionState } from './state';

interface SheetProps {
  server: Model<'Server'>;
  versions: readonly Model<'ServerVersion'>[];
  version: Model<'ServerVersion'> | undefined;
  onClose: () => void;
  onDeploy: (version: string) => void;
}

export function VersionSheet({ server, versions, version, onClose, onDeploy }: SheetProps) {
  const { lacks } = useOrganisation();
  return (
    <Sheet
      title={version ? `Version ${version.number}` : 'Version'} words={version?.note || undefined} isOpen={version !== undefined} onClose={onClose} className="max-w-3xl"
      footer={version && <Button look={shareOf(server.deployment, version.id) === 100 ? 'plain' : 'primary'} disabled={lacks('servers:deploy') || (shareOf(server.deployment, version.id) === 100 && 'It is served already')} onClick={() => onDeploy(version.id)}>Deploy it</Button>}
    >
      {version && <Whole key={version.id} server={server} versions={versions} version={version} />}
    </Sheet>
  );
}

function Whole({ server, versions, version }: { server: Model<'Server'>; versions: readonly Model<'ServerVersion'>[]; version: Model<'ServerVersion'> }) {
  const { slug: organisation } = useOrganisation();
  const apis = useQuery(whole('/organisations/{organisation}/apis', { path: { organisation } }));
  const conflicts = usePart<Model<'Conflict'>[] | [number, Model<'Conflict'>][]>(server, version.id, 'conflicts');
  const [against, setAgainst] = useState('');
  const other = versions.find(({ id }) => id === against);
  const sources = version.sources.map(({ api, number }) => ({ api: apis.data?.find(({ id }) => id === api), id: api, number }));
  return (
    <div className="flex flex-col gap-6">
      <Facts facts={[
        ['State', <VersionState key="s" server={server} version={version.id} />],
        ['Tools', count(version.tools, 'tool')],
        ['Made of', <span key="m" className="flex flex-wrap gap-x-3">{sources.map(({ api, id, number }) => <span key={id}>{api ? <Link href={to.api(organisation, api.slug)} className="font-medium text-accent-text hover:underline">{api.name}</Link> : id}, revision {number}</span>)}</span>],
        ['Made', <Time key="t" at={version.created_at} />],
        ['Digest', <span key="d" className="flex items-center gap-1"><Tag>{version.digest}</Tag><CopyButton text={version.digest} label="Copy the digest" /></span>],
      ]} />
      <Conflicts conflicts={conflicts.data} />
      <section className="flex flex-col gap-3" aria-labelledby="changes">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <h3 id="changes" className="font-semibold">What changed</h3>
          {versions.length > 2 && <SelectField className="w-56" label={<span className="sr-only">Against</span>} value={against} onChange={setAgainst} options={[{ value: '', label: 'Against the version before' }, ...versions.filter(({ id }) => id !== version.id).map(({ id, number }) => ({ value: id, label: `Against version ${number}` }))]} />}
        </div>
        {other ? <Comparison server={server} from={other} to={version} /> : <Changes server={server} version={version} />}
      </section>
      <ProjectOf server={server} version={version} />
      <ImageOf server={server} version={version} />
      <Hashes server={server} version={version} />
    </div>
  );
}

function Conflicts({ conflicts }: { conflicts: Model<'Conflict'>[] | [number, Model<'Conflict'>][] | undefined }) {
  const all = (conflicts ?? []).map((one) => (Array.isArray(one) ? one[1] : one));
  if (all.length === 0) return null;
  return <Callout tone="warn" title={`${count(all.length, 'change')} of the design did not fit`}>{all.slice(0, 20).map(({ operation, message }) => <p key={operation + message}><code className="font-mono text-sm">{operation}</code>: {sentence(message)}</p>)}{all.length > 20 && <p>And {all.length - 20} more.</p>}</Callout>;
}

function Hashes({ server, version }: { server: Model<'Server'>; version: Model<'ServerVersion'> }) {
  const hashes = usePart<Record<string, string>>(server, version.id, 'hashes');
  const rows = Object.entries(hashes.data ?? {});
  return (
    <section className="flex flex-col gap-3" aria-labelledby="hashes">
      <div><h3 id="hashes" className="font-semibold">Definitions</h3><p className="text-sm text-ink-faint">The hash of each tool as clients see it: the same hash is the same tool.</p></div>
      {hashes.error ? <Trouble error={hashes.error} onRetry={hashes.retry} /> : !hashes.data ? <Skeleton className="h-32 w-full" /> : (
        <div className="overflow-hidden rounded-lg border border-line">
          <VirtualList
            label="Definitions" rows={rows} keyOf={([name]) => name} height={37} className="max-h-80 overflow-y-auto"
            row={([name, hash]) => <div className="flex items-center gap-3 border-b border-line px-3 py-1.5"><code className="breaks min-w-0 grow font-mono text-sm">{name}</code><Tag className="w-28 shrink-0 sm:w-44">{hash.replace('sha256:', '')}</Tag><CopyButton text={hash} label={`Copy the hash of ${name}`} /></div>}
          />
        </div>
      )}
    </section>
  );
}
