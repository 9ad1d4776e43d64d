// Where a revision stands, in a word.

import type { Model } from '@/hub/client';
import { Badge, type Tone } from '@/ui/badge';

const STATES: Record<Model<'RevisionState'>, { words: string; tone: Tone; meaning: string }> = {
  pending: { words: 'Waits for approval', tone: 'warn', meaning: 'Servers go on with the current one until somebody accepts it.' },
  approved: { words: 'Was current', tone: 'plain', meaning: 'It was accepted, and a newer one has taken its place.' },
  rejected: { words: 'Refused', tone: 'bad', meaning: 'Somebody did not want it.' },
  superseded: { words: 'Passed over', tone: 'plain', meaning: 'A newer one came before it was decided.' },
  unusable: { words: 'Unusable', tone: 'bad', meaning: 'The document gives no tool, or less than the API’s settings ask for.' },
};

export function RevisionBadge({ revision, api }: { revision: Pick<Model<'Revision'>, 'id' | 'state'>; api: Model<'Api'> }) {
  if (revision.id === api.current_revision) return <Badge tone="good">Current</Badge>;
  const { words, tone, meaning } = STATES[revision.state];
  return <span title={meaning}><Badge tone={tone}>{words}</Badge></span>;
}
