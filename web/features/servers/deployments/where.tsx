'use client';
// Where a server runs, and in how many processes.

import { Cpu, Zap } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { ChoiceCards } from '@/ui/choices';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import { Failure } from '@/ui/states';
import { useDeploy } from './deploy-dialog';

/** Processes of a version. */
const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

export function Where({ server, deployment }: { server: Model<'Server'>; deployment: Model<'Deployment'> }) {
  const { lacks } = useOrganisation();
  const [target, setTarget] = useState(deployment.target);
  const [replicas, setReplicas] = useState(deployment.replicas);
  const deploy = useDeploy(server);
  const isSame = target === deployment.target && (target === 'embedded' || replicas === deployment.replicas);
  const sizes = SIZES.includes(replicas) ? SIZES : [...SIZES, replicas].sort((one, other) => one - other);
  return (
    <Panel title="Where it runs">
      <div className="flex flex-col gap-4">
        <ChoiceCards<Model<'Target'>> label="Where it runs" value={target} onChange={setTarget} className="" choices={[
          { value: 'embedded', title: 'In the hub', words: 'Ready at once, sleeps when nobody calls. Right for most servers.', icon: <Zap /> },
          { value: 'process', title: 'In processes of its own', words: 'Apart from the others, with memory of its own; started again when one ends.', icon: <Cpu /> },
        ]} />
        {target === 'process' && <SelectField className="max-w-48" label="Processes of each version" value={String(replicas)} options={sizes.map((size) => ({ value: String(size), label: String(size) }))} onChange={(value) => setReplicas(Number(value))} />}
        <Failure error={deploy.error} />
        <div><Button look={isSame ? 'plain' : 'primary'} busy={deploy.isPending} disabled={lacks('servers:deploy') || (isSame && 'It runs so already')} onClick={() => deploy.mutate({ target, ...(target === 'process' ? { replicas } : {}) })}>Change</Button></div>
      </div>
    </Panel>
  );
}
