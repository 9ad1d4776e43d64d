// What a call came to, in a word.

import type { Model } from '@/hub/client';
import { Status, type Tone } from '@/ui/badge';

export const OUTCOMES: Record<Model<'CallOutcome'>, { words: string; tone: Tone; meaning: string }> = {
  ok: { words: 'OK', tone: 'good', meaning: 'It was answered well.' },
  'tool-error': { words: 'Tool error', tone: 'warn', meaning: 'The API answered with a failure, and the agent was told so.' },
  invalid: { words: 'Invalid', tone: 'warn', meaning: 'Its arguments did not fit the tool.' },
  asked: { words: 'Asked', tone: 'plain', meaning: 'The client was asked what its user wants; its answer comes with another call.' },
  denied: { words: 'Denied', tone: 'bad', meaning: 'The caller may not do that.' },
  limited: { words: 'Limited', tone: 'warn', meaning: 'There were too many calls.' },
  failed: { words: 'Failed', tone: 'bad', meaning: 'No answer could be had.' },
  cancelled: { words: 'Cancelled', tone: 'plain', meaning: 'The caller did not wait for the answer.' },
};

export function OutcomeStatus({ outcome }: { outcome: Model<'CallOutcome'> }) {
  const { words, tone } = OUTCOMES[outcome];
  return <Status tone={tone}>{words}</Status>;
}
