'use client';
// How the hub does: whether it is ready, what it stands on, its jobs, its keys, and the settings that it tells.

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Minus } from 'lucide-react';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { readiness } from '@/hub/ready';
import { STATES } from '@/features/jobs/columns';
import { to } from '@/routes';
import { Badge, Status } from '@/ui/badge';
import { Link } from '@/ui/link';
import { count, whole } from '@/ui/numbers';
import { Facts, Page, Panel, Stat } from '@/ui/page';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { HubKeys } from './keys';

/** Milliseconds between two looks. */
const LOOK = 10_000;

export function System() {
  const status = useQuery({ ...read('/admin/status'), refetchInterval: LOOK });
  const seen = status.data;
  return (
    <Page title="System" words="How this hub does, and what it stands on." aside={seen && <Badge>Version {seen.version}</Badge>}>
      {status.error ? <Trouble error={status.error} onRetry={() => void status.refetch()} /> : (
        <>
          <Ready />
          {!seen ? <Skeleton className="h-64 w-full" /> : (
            <div className="grid gap-6 lg:grid-cols-2">
              <Panel title="What it stands on">
                <div className="flex flex-col gap-5">
                  <div className="grid grid-cols-2 gap-4"><Stat name="Accounts" value={<Link href={to.admin('users')} className="hover:underline">{whole(seen.users)}</Link>} /><Stat name="Database" value={seen.database === 'sqlite' ? 'SQLite' : 'PostgreSQL'} /></div>
                  <Facts facts={[['Processes', seen.has_redis ? 'Several may share the work, by Redis' : 'One, without Redis'], ['Backups', <span key="b">By <code className="font-mono text-sm">mcphub backup</code>; the master key is kept elsewhere</span>]]} />
                  {seen.database === 'sqlite' && <Callout>SQLite is right for one machine. For several processes, PostgreSQL and Redis are needed.</Callout>}
                </div>
              </Panel>
              <Jobs jobs={seen.jobs} />
              <HubKeys keys={seen.master_keys} />
              <Settings />
            </div>
          )}
        </>
      )}
    </Page>
  );
}

const PARTS = [['database', 'Database'], ['redis', 'Redis'], ['gateway', 'Gateway']] as const;

function Ready() {
  const ready = useQuery({ ...readiness, refetchInterval: LOOK });
  if (ready.error) return <Trouble error={ready.error} onRetry={() => void ready.refetch()} />;
  if (!ready.data) return <Skeleton className="h-24 w-full" />;
  const state = ready.data;
  return (
    <Panel>
      <div className="flex flex-wrap items-center gap-x-10 gap-y-4">
        <Status tone={state.ready ? 'good' : 'bad'} className="text-md font-semibold">{state.ready ? 'Ready' : 'Not ready'}</Status>
        <ul className="flex flex-wrap gap-x-8 gap-y-2">
          {PARTS.map(([part, name]) => {
            const word = state[part];
            const isIdle = ['not used', 'not here'].includes(word);
            return <li key={part} className="flex items-center gap-2">{isIdle ? <Minus aria-hidden className="size-4 text-ink-faint" /> : word === 'ok' ? <CircleCheck aria-hidden className="size-4 text-good" /> : <CircleX aria-hidden className="size-4 text-bad" />}{name}<span className="text-ink-faint">{word === 'ok' ? 'answers' : word}</span></li>;
          })}
        </ul>
      </div>
    </Panel>
  );
}

function Jobs({ jobs }: { jobs: readonly Model<'JobCount'>[] }) {
  const number = (state: Model<'JobState'>) => jobs.find((one) => one.state === state)?.count ?? 0;
  return (
    <Panel title="Jobs" actions={<Link href={to.admin('jobs')} className="text-sm font-medium text-accent-text hover:underline">All jobs</Link>}>
      <div className="grid grid-cols-3 gap-4">
        {(['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const).map((state) => <Stat key={state} name={STATES[state].words} value={<Link href={to.adminJobs(state)} className="hover:underline">{whole(number(state))}</Link>} tone={state === 'failed' && number(state) > 0 ? 'bad' : undefined} />)}
      </div>
    </Panel>
  );
}

const SIGN_UP = new Map([['closed', 'Administrators alone make accounts'], ['invited', 'Those who are invited'], ['open', 'Anybody']]);

function Settings() {
  const about = useQuery(read('/about'));
  if (!about.data) return <Panel title="Settings"><Skeleton className="h-32 w-full" /></Panel>;
  const { url, sign_up: signUp, open_servers: openServers, password_length: length } = about.data;
  return (
    <Panel title="Settings" words="What everybody may know of them." actions={<Link href={to.admin('settings')} className="text-sm font-medium text-accent-text hover:underline">All settings</Link>}>
      <Facts facts={[
        ['Address', <code key="u" className="breaks font-mono text-sm">{url}</code>], ['Accounts', SIGN_UP.get(signUp) ?? signUp], ['Open servers', openServers ? 'Allowed: servers may be open to anybody who has their address' : 'Not allowed'],
        ['Passwords', `At least ${count(length, 'character')}`],
      ]} />
    </Panel>
  );
}
