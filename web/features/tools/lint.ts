// What of the chosen tools may make agents choose badly, or read much: worth a look, never an error.

import type { Model } from '@/hub/client';
import { cost } from './edits';

export interface Remark {
  tool: Model<'ToolSummary'>;
  words: string;
}

/** Characters of a description that some clients cut after. */
const LONG = 1024;
const SHORT = 12;
/** Tokens of one tool. */
const DEAR = 1500;

export function remarks(tools: readonly Model<'ToolSummary'>[], chosen: ReadonlySet<string>, edits: Record<string, Model<'ToolEdit'>>): Remark[] {
  const found: Remark[] = [];
  const described = new Map<string, string>();
  for (const tool of tools) {
    if (!chosen.has(tool.name)) continue;
    const edit = edits[tool.operation];
    const name = edit?.name ?? tool.name;
    const description = (edit?.description ?? tool.description).trim();
    const say = (words: string) => found.push({ tool, words });
    if (description.length < SHORT) say(description ? 'Its description says next to nothing.' : 'It has no description: agents have only its name to go by.');
    else if (description.length > LONG) say(`Its description has ${description.length.toLocaleString('en')} characters; some clients cut it after ${LONG.toLocaleString('en')}.`);
    const tokens = cost(tool, edit);
    if (tokens > DEAR) say(`It costs ${tokens.toLocaleString('en')} tokens. Arguments that agents never need can be hidden.`);
    const same = described.get(description);
    if (same && description.length >= SHORT) say(`It is described in the same words as ${same}.`);
    else described.set(description, name);
    if (tool.is_deprecated) say('The document calls it deprecated.');
  }
  return found;
}
