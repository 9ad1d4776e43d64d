// Where a server is to run, while it is being chosen; and what the hub is told once every number is right.

import type { Model } from '@/hub/client';
import { numberIn } from './settings-draft';
import { PLACES, type Whereabouts } from './targets';

/** The numbers of scaling, with what they may be. */
const BOUNDS = { min: [0, 32], max: [1, 32], calls: [1, 10_000], cpu_percent: [1, 1000], quiet_seconds: [5, 3600] } as const;
export type ScalingField = keyof typeof BOUNDS;
const FIELDS = Object.keys(BOUNDS) as ScalingField[];
/** May be left empty. */
const OPTIONAL: ScalingField = 'cpu_percent';

export interface WhereDraft {
  target: Model<'Target'>;
  replicas: number;
  isScaled: boolean;
  /** The numbers of scaling as they were typed. */
  typed: Record<ScalingField, string>;
}

/** As it is now; at first it runs in the hub. Scaling begins with what makes nothing slower: one always runs. */
export function draftOf(now: Whereabouts | null | undefined): WhereDraft {
  const { target, replicas, scaling } = now ?? { target: 'embedded' as const, replicas: 1 };
  const { min, max, calls = 10, cpu_percent, quiet_seconds = 120 }: Model<'Scaling'> = scaling ?? { min: 1, max: Math.max(8, replicas) };
  return { target, replicas, isScaled: Boolean(scaling), typed: { min: String(min), max: String(max), calls: String(calls), cpu_percent: cpu_percent ? String(cpu_percent) : '', quiet_seconds: String(quiet_seconds) } };
}

/** The scaling that was typed, or what is wrong with it, by field. */
export function scalingOf(typed: WhereDraft['typed']): { scaling?: Model<'Scaling'>; wrong: Partial<Record<ScalingField, string>> } {
  const wrong: Partial<Record<ScalingField, string>> = {};
  const numbers: Model<'Scaling'> = { min: 0, max: 0, calls: 0, quiet_seconds: 0 };
  for (const field of FIELDS) {
    if (field === OPTIONAL && !typed[field].trim()) continue;
    const [least, most] = BOUNDS[field];
    const { value, error } = numberIn(typed[field], least, most);
    if (value === null) wrong[field] = error ?? 'Give a number';
    else numbers[field] = value;
  }
  if (!wrong.min && !wrong.max && numbers.min > numbers.max) wrong.max = `Give ${numbers.min} or more: there are never fewer`;
  return Object.keys(wrong).length > 0 ? { wrong } : { scaling: numbers, wrong };
}

/** What the hub is told of it; nothing while a number is wrong. */
export function wishOf({ target, replicas, isScaled, typed }: WhereDraft): Pick<Model<'NewDeployment'>, 'target' | 'replicas' | 'scaling'> | undefined {
  if (!PLACES[target].replica) return { target };
  if (!isScaled) return { target, replicas };
  const { scaling } = scalingOf(typed);
  return scaling && { target, scaling };
}
