'use client';
// From an API's address to a working tool. Where somebody is stands in the address, so that they can leave and come back.

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import { type ComponentType, Suspense, lazy } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter } from '@/hub/url';
import { WIZARD_STEPS, type WizardStep, to } from '@/routes';
import { Link } from '@/ui/link';
import { Page } from '@/ui/page';
import { Skeleton, Trouble } from '@/ui/states';
import { SourceStep } from './source';

const TITLES: Record<WizardStep, string> = {
  source: 'Source', found: 'What was found', authentication: 'Authentication', tools: 'Tools', try: 'Try a tool', deploy: 'Deploy', connect: 'Connect',
};

/** What every step is given. */
export interface StepGiven {
  api: Model<'Api'>;
  server: Model<'Server'> | undefined;
  /** The address of a step. */
  at: (step: WizardStep, more?: { server?: string }) => string;
}

const STEPS: Record<Exclude<WizardStep, 'source'>, ComponentType<StepGiven>> = {
  found: lazy(() => import('./found').then(({ FoundStep }) => ({ default: FoundStep }))),
  authentication: lazy(() => import('./authentication').then(({ AuthenticationStep }) => ({ default: AuthenticationStep }))),
  tools: lazy(() => import('./tools').then(({ ToolsStep }) => ({ default: ToolsStep }))),
  try: lazy(() => import('./try').then(({ TryStep }) => ({ default: TryStep }))),
  deploy: lazy(() => import('./deploy').then(({ DeployStep }) => ({ default: DeployStep }))),
  connect: lazy(() => import('./connect').then(({ ConnectStep }) => ({ default: ConnectStep }))),
};

export function Wizard() {
  const { slug: organisation } = useOrganisation();
  const apiName = useParameter('api');
  const serverName = useParameter('server');
  const named = useParameter('step') as WizardStep;
  const api = useQuery({ ...read('/organisations/{organisation}/apis/{api}', { path: { organisation, api: apiName } }), enabled: apiName !== '' });
  const server = useQuery({ ...read('/organisations/{organisation}/servers/{server}', { path: { organisation, server: serverName } }), enabled: serverName !== '' });
  const wanted = WIZARD_STEPS.includes(named) ? named : apiName ? 'found' : 'source';
  const step = !apiName ? 'source' : wanted;
  const at: StepGiven['at'] = (next, more = {}) => {
    const known = more.server ?? serverName;
    return to.wizard(organisation, { step: next, api: apiName, ...(known ? { server: known } : {}) });
  };

  const reached: Record<WizardStep, boolean> = {
    source: true, found: Boolean(apiName), authentication: Boolean(api.data?.current_revision), tools: Boolean(api.data?.current_revision),
    try: Boolean(api.data?.current_revision), deploy: Boolean(server.data), connect: Boolean(server.data?.deployment),
  };
  const error = api.error ?? server.error;
  return (
    <Page title={api.data ? `Connect ${api.data.name}` : 'Connect an API'}>
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <Steps current={step} reached={reached} at={at} />
        <div className="min-w-0 max-w-4xl">{body()}</div>
      </div>
    </Page>
  );

  function body() {
    if (step === 'source') return <SourceStep api={api.data} />;
    if (error) return <Trouble what="API" error={error} onRetry={() => { void api.refetch(); void server.refetch(); }} />;
    if (!api.data || (serverName && !server.data)) return <Skeleton className="h-80 w-full" />;
    const Current = STEPS[step];
    return <Suspense fallback={<Skeleton className="h-80 w-full" />}><Current key={step} api={api.data} server={server.data} at={at} /></Suspense>;
  }
}

function Steps({ current, reached, at }: { current: WizardStep; reached: Record<WizardStep, boolean>; at: (step: WizardStep) => string }) {
  const now = WIZARD_STEPS.indexOf(current);
  return (
    <nav aria-label="Steps">
      <div className="lg:hidden">
        <p className="text-sm text-ink-soft">Step {now + 1} of {WIZARD_STEPS.length} · <span className="font-medium text-ink">{TITLES[current]}</span></p>
        <progress value={now + 1} max={WIZARD_STEPS.length} aria-label="How far it is" className="mt-2 block h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent" />
      </div>
      <ol className="flex flex-col max-lg:hidden lg:sticky lg:top-8">
        {WIZARD_STEPS.map((step, index) => {
          const isDone = index < now;
          const inside = (
            <>
              <span aria-hidden="true" className={clsx('flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-medium', isDone ? 'border-accent bg-accent text-on-accent' : step === current ? 'border-accent text-accent-text' : 'border-line-strong text-ink-faint')}>
                {isDone ? <Check className="size-3.5" /> : index + 1}
              </span>
              {TITLES[step]}
            </>
          );
          const look = clsx('flex items-center gap-3 rounded-md py-1.5 pr-2', step === current ? 'font-medium text-ink' : 'text-ink-soft');
          return (
            <li key={step} className="relative pb-3 last:pb-0 not-last:after:absolute not-last:after:top-8.5 not-last:after:bottom-0.5 not-last:after:left-3 not-last:after:w-px not-last:after:bg-line">
              {reached[step] && step !== current ? <Link href={at(step)} className={clsx(look, 'hover:text-ink')}>{inside}</Link> : <span aria-current={step === current ? 'step' : undefined} className={look}>{inside}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
