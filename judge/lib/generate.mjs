// Arguments for a tool from its input schema: the least that is allowed, all that is allowed, and values at the edges.
// Deterministic, and independent of the code that made the schema.

import { sample } from './pattern.mjs';

export const MODES = ['minimal', 'full', 'edge'];

const FORMATS = {
  date: ['2026-02-03', '2024-02-29'],
  'date-time': ['2026-02-03T04:05:06Z', '2024-02-29T23:59:59.999+02:00'],
  time: ['04:05:06Z', '23:59:59Z'],
  duration: ['P1D', 'PT1H30M'],
  uuid: ['3fa85f64-5717-4562-b3fc-2c963f66afa6', '00000000-0000-4000-8000-000000000000'],
  email: ['ann@example.com', "o'hara+x@example.com"],
  'idn-email': ['ann@example.com', 'ann@example.com'],
  uri: ['https://example.com/a', 'https://example.com/a?b=c&d=e#f'],
  url: ['https://example.com/a', 'https://example.com/a?b=c&d=e#f'],
  'uri-reference': ['/a', '/a?b=c'],
  'uri-template': ['/a/{b}', '/a/{b}'],
  iri: ['https://example.com/a', 'https://example.com/a'],
  hostname: ['example.com', 'a.b.example.com'],
  ipv4: ['192.0.2.1', '255.255.255.255'],
  ipv6: ['2001:db8::1', '::ffff:192.0.2.1'],
  byte: ['aGVsbG8=', 'AA=='],
  'json-pointer': ['/a/b', '/a~1b'],
  'relative-json-pointer': ['1/a', '0#'],
  regex: ['a+', '^a$'],
};
const DEPTH = 6;

/**
 * `plain` names arguments that travel in headers or cookies, where only visible ASCII is sensible; `filled` those that travel in
 * the path, where an empty object would leave nothing to send.
 */
export function generate(schema, mode, plain = new Set(), filled = new Set()) {
  const context = { root: schema, mode, plain, filled };
  return value(schema, context, 0, '');
}

function value(schema, context, depth, name) {
  if (schema === true || schema === undefined) return 'text';
  const flat = flatten(schema, context, depth);
  if ('const' in flat) return flat.const;
  if (Array.isArray(flat.enum) && flat.enum.length) {
    const values = flat.enum.filter((one) => one !== null);
    if (!values.length) return null;
    return context.mode === 'edge' ? values.at(-1) : values[0];
  }
  const type = typeOf(flat);
  if (context.mode === 'full' && type !== 'object' && type !== 'array') {
    const example = flat.examples?.[0] ?? flat.example;
    if (example !== undefined && typeof example === (type === 'integer' ? 'number' : type)) return example;
  }
  switch (type) {
    case 'object': return object(flat, depth === 1 && context.filled.has(name) ? { ...context, mode: 'full' } : context, depth);
    case 'array': return array(flat, context, depth, name);
    case 'integer':
    case 'number': return number(flat, context.mode, type);
    case 'boolean': return context.mode !== 'edge';
    case 'null': return null;
    default: return string(flat, context, name);
  }
}

function typeOf(schema) {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  if (types.length) return types[0];
  if (schema.properties || schema.additionalProperties) return 'object';
  if (schema.items) return 'array';
  if ([schema.type ?? []].flat().includes('null')) return 'null';
  if ('minimum' in schema || 'maximum' in schema) return 'number';
  return 'string';
}

/** References followed, `allOf` merged, one branch of `anyOf` and `oneOf` chosen. */
function flatten(schema, context, depth, seen = 0) {
  if (schema === true) return {};
  if (seen > 20) return {};
  let flat = { ...schema };
  if (flat.$ref) {
    const target = follow(context.root, flat.$ref);
    delete flat.$ref;
    flat = merge(flatten(target, context, depth, seen + 1), flat);
  }
  for (const part of flat.allOf ?? []) flat = merge(flat, flatten(part, context, depth, seen + 1));
  delete flat.allOf;
  flat = { ...said(flat), ...flat };
  for (const key of ['oneOf', 'anyOf']) {
    const branches = (flat[key] ?? []).filter((branch) => branch.type !== 'null' && branch !== false);
    if (branches.length) {
      // Deep down the last branch is as likely the one without further depth; the smallest one ends recursion.
      const smallest = [...branches].sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0];
      const branch = depth >= 3 ? smallest : context.mode === 'edge' ? branches.at(-1) : branches[0];
      delete flat[key];
      const { choices } = said(branch);
      flat = merge(flat, { ...(choices ? { choices } : {}), ...flatten(branch, context, depth, seen + 1) });
    }
    delete flat[key];
  }
  return flat;
}

/** Rules that some profiles may only say in words, where a model reads them; so does this. */
function said(schema) {
  const words = typeof schema.description === 'string' ? schema.description : '';
  const rules = {};
  const format = /Format: ([\w-]+)\./.exec(words);
  if (format) rules.format = format[1];
  const pattern = /Pattern: (\S+)/.exec(words);
  if (pattern) rules.pattern = pattern[1];
  if (/Items are unique|no duplicates|unique items/i.test(words)) rules.uniqueItems = true;
  const some = /One of ((?:[^,.…]+, )+)/.exec(words);
  if (some) rules.enum = some[1].split(', ').slice(0, -1);
  if (/as XML: `</.test(words)) rules.enum = ['<example xmlns="urn:example">text</example>'];
  const length = /Length: (\d+)(?: to (\d+))?|(?:[Aa]t least|[Mm]in(?:imum)?) (\d+) characters/.exec(words);
  if (length) rules.minLength = Number(length[1] ?? length[3]);
  const sets = [...words.matchAll(/Give (exactly|at least|at most) one of: ((?:`[^`]*`|[^.`])*)\./g)];
  if (sets.length) {
    rules.choices = sets.map(([, how, all]) => ({
      how,
      sets: all.split('; ').map((set) => [...set.matchAll(/`([^`]+)`/g)].map((found) => found[1])),
    }));
  }
  return rules;
}

function merge(one, other) {
  const merged = { ...one, ...other };
  if (one.properties && other.properties) merged.properties = { ...one.properties, ...other.properties };
  if (one.required && other.required) merged.required = [...new Set([...one.required, ...other.required])];
  if (one.additionalProperties === false || other.additionalProperties === false) merged.additionalProperties = false;
  return merged;
}

function follow(root, reference) {
  let at = root;
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    at = at?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at ?? {};
}

function object(schema, context, depth) {
  const properties = schema.properties ?? {};
  const required = new Set(schema.required ?? []);
  const left = new Set();
  for (const { how, sets } of schema.choices ?? []) {
    const chosen = how === 'at most' && context.mode === 'minimal' ? [] : context.mode === 'edge' ? sets.at(-1) : sets[0];
    for (const name of chosen) if (name in properties) required.add(name);
    if (how !== 'at least') for (const name of sets.flat()) if (!chosen.includes(name)) left.add(name);
  }
  if (isFile(properties)) return file(properties, required, context.mode);
  const made = {};
  let n = 0;
  for (const [name, property] of Object.entries(properties)) {
    n += 1;
    const optional = !required.has(name);
    if (property === false || left.has(name)) continue;
    if (optional && (context.mode === 'minimal' || depth >= DEPTH)) continue;
    if (optional && context.mode === 'edge' && n % 2 === 0) continue;
    if (depth > DEPTH + 4) break;
    made[name] = value(property, context, depth + 1, name);
  }
  for (const name of required) if (!(name in made)) made[name] = value(properties[name] ?? true, context, depth + 1, name);
  const more = schema.additionalProperties;
  const wanted = Math.max(schema.minProperties ?? 0, context.mode === 'full' && more && typeof more === 'object' && depth > 0 ? 1 : 0);
  for (let i = 0; Object.keys(made).length < wanted && i < 20 && more !== false; i++) {
    made[`key${i}`] = value(more ?? true, context, depth + 1, 'key');
  }
  return made;
}

/** Arguments that stand for a file: `{content, encoding, …}`. */
function isFile(properties) {
  return properties.content && Array.isArray(properties.encoding?.enum) && properties.encoding.enum.includes('base64');
}

function file(properties, required, mode) {
  if (mode === 'minimal') return { content: 'hello', ...(required.has('encoding') ? { encoding: 'text' } : {}) };
  if (mode === 'edge') return { content: 'aGVsbG8gd29ybGQ=', encoding: 'base64' };
  return { content: 'hello world', encoding: 'text', ...(properties.filename ? { filename: 'hello world.txt' } : {}) };
}

function array(schema, context, depth, name) {
  const least = schema.minItems ?? 0;
  const most = schema.maxItems ?? Infinity;
  let wanted = context.mode === 'minimal' ? Math.max(least, Math.min(1, most)) : Math.min(Math.max(2, least), most);
  if (depth > DEPTH) wanted = least;
  const items = Array.isArray(schema.prefixItems) ? (i) => schema.prefixItems[i] ?? schema.items ?? true : () => schema.items ?? true;
  const made = [];
  for (let i = 0; i < wanted; i++) {
    let item = value(items(i), context, depth + 1, name);
    if (schema.uniqueItems && made.some((one) => JSON.stringify(one) === JSON.stringify(item))) {
      item = another(item, flatten(items(i), context, depth), i);
      if (item === undefined || made.some((one) => JSON.stringify(one) === JSON.stringify(item))) break;
    }
    made.push(item);
  }
  return made;
}

function another(item, schema, i) {
  if (Array.isArray(schema.enum)) return schema.enum[i];
  if (typeof item === 'number') return item + i;
  if (typeof item === 'string' && !schema.format && !schema.pattern) return `${item}${i}`;
  return undefined;
}

function number(schema, mode, type) {
  const step = schema.multipleOf ?? (type === 'integer' ? 1 : 0.5);
  let least = schema.minimum ?? -Infinity;
  let most = schema.maximum ?? Infinity;
  if (typeof schema.exclusiveMinimum === 'number') least = Math.max(least, schema.exclusiveMinimum + step);
  if (typeof schema.exclusiveMaximum === 'number') most = Math.min(most, schema.exclusiveMaximum - step);
  let wanted = mode === 'edge' ? (most !== Infinity ? most : least !== -Infinity ? least : type === 'integer' ? 2147483647 : 1234.5) : 1;
  if (mode === 'full') wanted = type === 'integer' ? 7 : 1.5;
  wanted = Math.min(Math.max(wanted, least), most);
  if (schema.multipleOf) {
    const down = Math.floor(wanted / step) * step;
    wanted = down >= least ? down : Math.ceil(wanted / step) * step;
  }
  if (type !== 'integer') return wanted;
  const whole = Math.floor(wanted) >= least ? Math.floor(wanted) : Math.ceil(wanted);
  return Math.min(Math.max(whole, -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

function string(schema, context, name) {
  const least = Math.max(schema.minLength ?? 0, 1);
  const most = schema.maxLength ?? Infinity;
  if (schema.pattern) {
    try {
      const made = sample(schema.pattern, least);
      if (made.length <= most && new RegExp(schema.pattern, 'u').test(made)) return made;
    } catch {
      // Falls through to a plain string; the caller checks the arguments against the schema.
    }
  }
  const known = FORMATS[schema.format];
  if (known) {
    const chosen = known[context.mode === 'edge' ? 1 : 0];
    if (chosen.length >= least && chosen.length <= most) return chosen;
  }
  const plain = context.plain.has(name);
  let made = context.mode === 'edge' ? (plain ? 'edge value' : 'a b&c=d/é?#%+"') : context.mode === 'full' ? 'full text' : 'text';
  while (made.length < least) made += 'x';
  return made.slice(0, most);
}
