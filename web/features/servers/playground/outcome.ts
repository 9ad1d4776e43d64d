// One thing that was asked of a server, and what came of it: kept so that one can go back to it.

import type { Json } from './message';

export interface Outcome {
  id: number;
  at: number;
  kind: 'tools' | 'resources' | 'prompts';
  name: string;
  arguments: Record<string, Json>;
  millis: number;
  result?: Record<string, Json>;
  error?: string;
}
