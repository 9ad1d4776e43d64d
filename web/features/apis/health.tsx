'use client';
// How an API's upstream does, in a word.

import { useMutation } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { Status, type Tone } from '@/ui/badge';
import { failed } from '@/ui/toast';

const STATES: Record<Model<'HealthState'>, { words: string; tone: Tone }> = {
  unknown: { words: 'Not looked at yet', tone: 'plain' },
  healthy: { words: 'Healthy', tone: 'good' },
  degraded: { words: 'Degraded', tone: 'warn' },
  unhealthy: { words: 'Unhealthy', tone: 'bad' },
};

export function HealthStatus({ health }: { health: Model<'Health'> }) {
  const { words, tone } = STATES[health.state];
  return <Status tone={tone}>{words}</Status>;
}

/** Looks at the upstream at once. */
export function useProbe(api: Model<'Api'>) {
  const { slug: organisation } = useOrganisation();
  return useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/probes', { params: { path: { organisation, api: api.id } } })),
    onSuccess: () => changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}/health'),
    onError: (error) => failed('The API could not be looked at', error),
  });
}
