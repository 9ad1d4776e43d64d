'use client';
// Where a server runs, and how many processes, containers or pods it has there.

import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/page';
import { Failure } from '@/ui/states';
import { draftOf, wishOf } from '../where-draft';
import { WhereFields } from '../where-fields';
import { useDeploy } from './deploy-dialog';

export function Where({ server, deployment }: { server: Model<'Server'>; deployment: Model<'Deployment'> }) {
  const { lacks } = useOrganisation();
  const [draft, setDraft] = useState(() => draftOf(deployment));
  const deploy = useDeploy(server);
  const wish = wishOf(draft);
  const isSame = JSON.stringify(wish) === JSON.stringify(wishOf(draftOf(deployment)));
  const why = lacks('servers:deploy') || (!wish && 'A number is not right yet') || (isSame && 'It runs so already');
  return (
    <Panel title="Where it runs" words={deployment.canary ? 'Both versions run there, each in as many.' : undefined}>
      <div className="flex flex-col gap-4">
        <WhereFields draft={draft} onChange={setDraft} isWide />
        <Failure error={deploy.error} />
        <div><Button look={isSame ? 'plain' : 'primary'} busy={deploy.isPending} disabled={why} onClick={() => wish && deploy.mutate(wish)}>Change</Button></div>
      </div>
    </Panel>
  );
}
