'use client';
// Whether a server is served, in a word; and what it takes to bring its newest design there.

import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { Status, type Tone } from '@/ui/badge';
import type { wishOf } from './where-draft';

const STATES: Record<Model<'DeploymentState'>, { words: string; tone: Tone; isChanging?: boolean }> = {
  pending: { words: 'Waiting', tone: 'accent', isChanging: true },
  starting: { words: 'Starting', tone: 'accent', isChanging: true },
  running: { words: 'Running', tone: 'good' },
  degraded: { words: 'Degraded', tone: 'warn' },
  failed: { words: 'Failed', tone: 'bad' },
  stopping: { words: 'Stopping', tone: 'accent', isChanging: true },
  stopped: { words: 'Stopped', tone: 'plain' },
};

export function DeploymentStatus({ deployment }: { deployment: Model<'Deployment'> | null | undefined }) {
  if (!deployment) return <Status tone="plain">Not deployed</Status>;
  // Nobody calls, so that none of its replicas runs: the first call starts one.
  if (deployment.is_asleep) return <Status tone="plain">Asleep</Status>;
  const { words, tone, isChanging } = STATES[deployment.state];
  return <Status tone={tone} isChanging={isChanging ?? false}>{words}</Status>;
}

export interface DeployWish {
  where: NonNullable<ReturnType<typeof wishOf>>;
  access: Model<'Access'>;
}

/** Freezes the design where it changed since the last version, and has it served. Answers once it is known what came of it. */
export async function deploy(organisation: string, server: Model<'Server'>, wish: DeployWish): Promise<Model<'Deployment'>> {
  const path = { organisation, server: server.slug };
  if ((server.settings.access ?? 'organisation') !== wish.access) {
    await answer(hub.PATCH('/organisations/{organisation}/servers/{server}', { params: { path }, body: { settings: { ...server.settings, access: wish.access } } }));
  }
  const version = await answer(hub.POST('/organisations/{organisation}/servers/{server}/versions', { params: { path }, body: {} }));
  await answer(hub.PUT('/organisations/{organisation}/servers/{server}/deployment', {
    params: { path }, body: { version: version.id, ...wish.where },
  }));
  const settled = await answer(hub.GET('/organisations/{organisation}/servers/{server}/deployment', { params: { path, query: { wait: 30 } } }));
  await changed('/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/deployment', '/organisations/{organisation}/servers/{server}/versions');
  return settled;
}
