// What edits of a tool come to: its arguments as agents see them, and what it then costs to know it. The compiler's curation does the same.

import type { Model } from '@/hub/client';
import type { JsonSchema } from './tool';

type Edit = Model<'ToolEdit'>;
type ArgumentEdit = Model<'ArgumentEdit'>;

/** Characters of a token, about: as the hub estimates it. */
const PER_TOKEN = 4;

/** Whether a value was given: `null` says that there is none. */
export const isGiven = (value: unknown) => value !== undefined && value !== null;

/** What is left of an edit of an argument: nothing where it changes nothing. */
export function kept(name: string, edit: ArgumentEdit): ArgumentEdit | undefined {
  const isWithdrawn = isGiven(edit.fixed) || edit.hidden;
  const rest: ArgumentEdit = {
    ...(isGiven(edit.fixed) ? { fixed: edit.fixed } : {}), ...(edit.hidden && !isGiven(edit.fixed) ? { hidden: true } : {}),
    ...(!isWithdrawn && edit.name && edit.name !== name ? { name: edit.name } : {}),
    ...(!isWithdrawn && isGiven(edit.description) ? { description: edit.description } : {}),
    ...(!isWithdrawn && isGiven(edit.default) ? { default: edit.default } : {}),
  };
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** The arguments as agents see them. */
export function applied(schema: JsonSchema, edits: Record<string, ArgumentEdit>): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  let required = schema.required ?? [];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const edit = edits[name] ?? {};
    if (isGiven(edit.fixed) || (edit.hidden && !required.includes(name))) {
      required = required.filter((one) => one !== name);
      continue;
    }
    const called = edit.name || name;
    properties[called] = { ...property, ...(isGiven(edit.description) ? { description: edit.description! } : {}), ...(isGiven(edit.default) ? { default: edit.default } : {}) };
    required = isGiven(edit.default) ? required.filter((one) => one !== name) : required.map((one) => (one === name ? called : one));
  }
  const { required: _, ...rest } = schema;
  return { ...rest, properties, ...(required.length > 0 ? { required } : {}) };
}

/** Tokens that a tool costs after an edit, about. */
export function cost(tool: Model<'ToolSummary'>, edit: Edit | undefined): number {
  if (!edit) return tool.tokens;
  const more = (text: string | null | undefined, before: string) => (isGiven(text) ? text!.length - before.length : 0);
  const characters = more(edit.name, tool.name) + more(edit.title, tool.title) + more(edit.description, tool.description);
  return Math.max(1, tool.tokens + Math.round(characters / PER_TOKEN));
}
