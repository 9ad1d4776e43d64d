// Where servers can run, in words: what each place is and needs, what is counted there, and how many there are of it.

import { Boxes, Container, Cpu, type LucideIcon, Zap } from 'lucide-react';
import type { Model } from '@/hub/client';
import { count } from '@/ui/numbers';

interface Place {
  title: string;
  /** What it is good for, and what it needs: whether that is there, only an attempt shows. */
  words: string;
  icon: LucideIcon;
  /** What a replica is called; none where it has no replicas. */
  replica?: readonly [one: string, many: string];
  /** What to do when it does not run. */
  advice: string;
}

const AGAIN = 'It is tried again by itself, less and less often; a rollback brings the version before back at once.';

export const PLACES: Record<Model<'Target'>, Place> = {
  embedded: {
    title: 'In the hub', icon: Zap, words: 'Ready at once, sleeps when nobody calls. Right for most servers.',
    advice: 'It is tried again by itself. Mend what it says, or roll back to the version before.',
  },
  process: {
    title: 'In processes of its own', icon: Cpu, replica: ['process', 'processes'],
    words: 'Apart from the others, with memory of its own; started again when one ends. They run on the hub’s machine and need nothing else.',
    advice: `The log says what its processes said before they ended. ${AGAIN}`,
  },
  docker: {
    title: 'In Docker containers', icon: Container, replica: ['container', 'containers'],
    words: 'Shut off from everything but its own APIs, and kept while the hub restarts. Needs a Docker engine that the hub may use (setting docker.host).',
    advice: `The log says what its containers said before they ended. ${AGAIN} Where the hub has no Docker engine, choose another place below.`,
  },
  kubernetes: {
    title: 'In Kubernetes pods', icon: Boxes, replica: ['pod', 'pods'],
    words: 'On all machines of a cluster, which looks after them. Needs a cluster that the hub may use (setting kubernetes.enabled).',
    advice: `The log says what its pods said before they ended. ${AGAIN} Where the hub may not use a cluster, choose another place below.`,
  },
};

export const TARGETS = Object.keys(PLACES) as Model<'Target'>[];

/** What a deployment says of where it runs; events say it too. */
export interface Whereabouts {
  target: Model<'Target'>;
  replicas: number;
  scaling?: Model<'Scaling'> | null | undefined;
}

/** What its replicas are called, as a name of them all: `Containers`. */
export function replicasOf(target: Model<'Target'>): string {
  const many = PLACES[target].replica?.[1] ?? 'replicas';
  return many.charAt(0).toUpperCase() + many.slice(1);
}

/** `2 containers`, `0 to 8 pods`; nothing where it has none. */
export function amountInWords({ target, replicas, scaling }: Whereabouts): string | undefined {
  const { replica } = PLACES[target];
  if (!replica) return undefined;
  if (!scaling) return count(replicas, ...replica);
  const most = count(scaling.max, ...replica);
  return scaling.min === scaling.max ? most : `${scaling.min} to ${most}`;
}

/** Goes on after `it runs`: `in the hub`, `in 2 containers`, `in 1 to 8 pods, as many as there is to do`. */
export function whereInWords(where: Whereabouts): string {
  const amount = amountInWords(where);
  if (!amount) return 'in the hub';
  return `in ${amount}${where.scaling && where.scaling.min < where.scaling.max ? ', as many as there is to do' : ''}`;
}

/** What scaling does, in sentences. */
export function scalingInWords(target: Model<'Target'>, { min, max, calls = 10, cpu_percent: cpu, quiet_seconds: quiet = 120 }: Model<'Scaling'>): string {
  const [one, many] = PLACES[target].replica ?? ['replica', 'replicas'];
  if (min === max) return `There ${max === 1 ? `is always 1 ${one}` : `are always ${max} ${many}`}.`;
  const decided = target === 'kubernetes'
    ? `The cluster’s own autoscaler decides how many there are, at most ${max}: by processor time${cpu ? ` (${cpu} percent of what a pod asks for)` : ''}, and by calls where it hears of them (setting kubernetes.calls_metric).`
    : `There is one ${one} for each ${calls === 1 ? 'call' : count(calls, 'call')} at a time${cpu ? `, or as many as keep each at ${cpu} percent of its processor time where that is more` : ''}, at most ${max}. More are started at once.`;
  const fewer = `One ends when fewer were enough for ${count(quiet, 'second')}.`;
  const least = min === 0 ? 'While nobody calls, none runs: the first call starts one, and waits for it.' : `At least ${min} ${min === 1 ? 'runs' : 'run'} even if nobody calls.`;
  return `${decided} ${fewer} ${least}`;
}

/** What was wanted, as an event has it; earlier ones say less. */
export function whereOf({ target, replicas, scaling }: { target?: unknown; replicas?: unknown; scaling?: unknown }): Whereabouts | undefined {
  const known = TARGETS.find((one) => one === target);
  return known && { target: known, replicas: typeof replicas === 'number' ? replicas : 1, scaling: (scaling ?? null) as Model<'Scaling'> | null };
}
