'use client';
// What was done, or could not be done, in a corner for a few seconds. What shows it is loaded with the first word.

import { HubProblem, sentence } from '@/hub/problem';

export interface Word {
  title: string;
  description: string | undefined;
  type: 'good' | 'bad';
  /** Milliseconds. */
  timeout?: number;
  priority?: 'high';
}

function say(word: Word) {
  void import('./toast-layer').then(({ show }) => show(word));
}

/** It is done. */
export function told(title: string, words?: string) {
  say({ title, description: words, type: 'good' });
}

/** It could not be done, and why. */
export function failed(title: string, error: unknown) {
  const words = error instanceof Error ? sentence(error.message) : undefined;
  const request = error instanceof HubProblem && error.status >= 500 && error.request ? ` Request ${error.request}.` : '';
  say({ title, description: words && words + request, type: 'bad', timeout: 12_000, priority: 'high' });
}
