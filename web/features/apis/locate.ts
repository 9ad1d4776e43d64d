// Where in a document a place is: the lines of what a JSON pointer points at, in JSON or YAML as they were written.

export interface Lines {
  /** Counted from 1. */
  from: number;
  to: number;
}

/** Characters of YAML that are read for this; more takes longer than anybody wants to wait. */
const MOST = 2_000_000;

/** `#/paths/~1pets/get`: `['paths', '/pets', 'get']`. */
export function stepsOf(pointer: string): string[] | undefined {
  const hash = pointer.indexOf('#');
  const path = hash < 0 ? pointer : pointer.slice(hash + 1);
  if (path === '' || path === '/') return [];
  if (!path.startsWith('/')) return undefined;
  return path.slice(1).split('/').map((step) => {
    let plain = step;
    try { plain = decodeURIComponent(step); } catch { /* It is no escape. */ }
    return plain.replaceAll('~1', '/').replaceAll('~0', '~');
  });
}

/** The document that a place names before its pointer; empty where it is the root. */
export function documentOf(place: string): string {
  const hash = place.indexOf('#');
  return hash <= 0 ? '' : place.slice(0, hash);
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The end of a string that begins at `at`. */
function afterString(text: string, at: number): number {
  let index = at + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

/** The end of the value that begins at `at`, however deep it is. */
function afterValue(text: string, at: number): number {
  let depth = 0;
  let index = at;
  while (index < text.length) {
    const sign = text[index];
    if (sign === '"') index = afterString(text, index);
    else if (sign === '{' || sign === '[') { depth += 1; index += 1; }
    else if (sign === '}' || sign === ']') { if (depth === 0) return index; depth -= 1; index += 1; }
    else if (sign === ',' && depth === 0) return index;
    else index += 1;
    if (depth === 0 && (sign === '"' || sign === '}' || sign === ']')) return index;
  }
  return index;
}

function skip(text: string, at: number): number {
  let index = at;
  while (index < text.length && /[\s,:]/.test(text[index]!)) index += 1;
  return index;
}

/** The value of a key or an index within the one that begins at `at`. */
function within(text: string, at: number, step: string): number | undefined {
  const isList = text[at] === '[';
  if (!isList && text[at] !== '{') return undefined;
  let index = skip(text, at + 1);
  for (let number = 0; index < text.length && text[index] !== '}' && text[index] !== ']'; number += 1) {
    let key = String(number);
    if (!isList) {
      const end = afterString(text, index);
      try { key = JSON.parse(text.slice(index, end)) as string; } catch { return undefined; }
      index = skip(text, end);
    }
    if (key === step) return index;
    index = skip(text, afterValue(text, index));
  }
  return undefined;
}

function inJson(text: string, steps: readonly string[]): Lines | undefined {
  let at = skip(text, text.startsWith('\uFEFF') ? 1 : 0);
  for (const step of steps) {
    const next = within(text, at, step);
    // As far as it goes: something may be missing, which is what was found.
    if (next === undefined) break;
    at = next;
  }
  const end = at + text.slice(at, afterValue(text, at)).trimEnd().length;
  return { from: lineAt(text, at), to: lineAt(text, end) };
}

async function inYaml(text: string, steps: readonly string[]): Promise<Lines | undefined> {
  if (text.length > MOST) return undefined;
  const { isAlias, isMap, isScalar, isSeq, parseDocument } = await import('yaml');
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  let node: unknown = document.contents;
  let range: readonly number[] | undefined = document.contents?.range ?? undefined;
  for (const step of steps) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value ?? key.source) === step) : undefined;
    const next: unknown = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
    if (next === undefined && !pair) break;
    const begin = pair && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
    const own = (next as { range?: readonly number[] } | null)?.range;
    range = own ? [begin ?? own[0]!, own[1]!] : range;
    node = next;
  }
  if (!range) return undefined;
  // A block ends where the next line begins.
  return { from: lineAt(text, range[0]!), to: Math.max(lineAt(text, range[0]!), lineAt(text, Math.max(range[0]!, range[1]! - 1))) };
}

/** The lines of a place; nothing where it cannot be told. */
export async function locate(text: string, place: string): Promise<Lines | undefined> {
  const line = /#?line (\d+)/.exec(place)?.[1];
  if (line) return { from: Number(line), to: Number(line) };
  const steps = stepsOf(place);
  if (!steps) return undefined;
  return /^\uFEFF?\s*[{[]/.test(text) ? inJson(text, steps) : inYaml(text, steps);
}

/** JSON on one line is laid out, so that there are lines to speak of. */
export function laidOut(text: string): string {
  if (!/^\uFEFF?\s*[{[]/.test(text) || text.length / Math.max(text.split('\n', 200).length, 1) < 400) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
