// Reading a tool's JSON Schema for a form: references followed, alternatives made plain, examples to begin with.

import type { JsonSchema } from '../tool';

/** Nested deeper, a value is written as JSON. */
export const DEEPEST = 4;

export type Kind = 'text' | 'long-text' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices' | 'list' | 'object' | 'json';

/** The schema that a reference leads to, with what stands beside the reference. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema;
  for (let steps = 0; current.$ref && steps < 16; steps += 1) {
    const name = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(current.$ref)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~');
    const found = name === undefined ? undefined : root.$defs?.[name] ?? root.definitions?.[name];
    if (!found) return {};
    const { $ref: _, ...beside } = current;
    current = { ...found, ...beside };
  }
  // Something or null: the something.
  const alternatives = (current.anyOf ?? current.oneOf)?.filter((one) => one.type !== 'null');
  if (alternatives?.length === 1 && !current.type) {
    const { anyOf: _, oneOf: __, ...beside } = current;
    return resolved({ ...alternatives[0], ...beside }, root);
  }
  return current;
}

export function typeOf(schema: JsonSchema): string | undefined {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== 'null') : schema.type ? [schema.type] : [];
  return types.length === 1 ? types[0] : undefined;
}

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

export function kindOf(schema: JsonSchema, root: JsonSchema, depth: number): Kind {
  if (schema.enum && schema.enum.length > 0 && schema.enum.every(isScalar)) return 'choice';
  switch (typeOf(schema)) {
    case 'string': return (schema.maxLength ?? 0) > 300 || schema.format === 'textarea' ? 'long-text' : 'text';
    case 'number': return 'number';
    case 'integer': return 'integer';
    case 'boolean': return 'boolean';
    case 'object': return schema.properties && Object.keys(schema.properties).length > 0 && depth < DEEPEST ? 'object' : 'json';
    case 'array': {
      const items = schema.items ? resolved(schema.items, root) : {};
      if (items.enum && items.enum.length <= 20 && items.enum.every(isScalar)) return 'choices';
      return ['string', 'number', 'integer'].includes(typeOf(items) ?? '') ? 'list' : 'json';
    }
    default: return 'json';
  }
}

/** What a form begins with: what the document gives as examples for what has to be there. */
export function beginning(schema: JsonSchema): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of schema.required ?? []) {
    const property = resolved(schema.properties?.[name] ?? {}, schema);
    const example = property.examples?.[0] ?? property.default ?? property.const;
    if (example !== undefined) values[name] = example;
  }
  return values;
}
