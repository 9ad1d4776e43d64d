// Which tools of an API a server has: rules that are kept, and what they come to (hub-model's curation says the same).

import type { Model } from '@/hub/client';

type Pick = Model<'Pick'>;
type Summary = Model<'ToolSummary'>;

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${escaped}$`);
}

/** The name of the one tool that a rule means; nothing where it is a pattern. */
function named(pick: Pick): string | undefined {
  return 'glob' in pick && !/[*?]/.test(pick.glob) ? pick.glob : undefined;
}

function matcher(pick: Pick): (tool: Summary) => boolean {
  if ('glob' in pick) {
    const name = named(pick);
    if (name !== undefined) return (tool) => tool.name === name || tool.operation === name;
    const pattern = glob(pick.glob);
    return (tool) => pattern.test(tool.name) || pattern.test(tool.operation);
  }
  if ('tag' in pick) return (tool) => tool.tags.includes(pick.tag);
  if ('read-only' in pick) return (tool) => tool.is_read_only === pick['read-only'];
  return (tool) => tool.is_deprecated === pick.deprecated;
}

/** The names of those that are in. The last rule that matches decides; where none does, the opposite of the first. */
export function picked(tools: readonly Summary[], picks: readonly Pick[]): Set<string> {
  const rules = picks.map((pick) => ({ isOut: pick.out ?? false, matches: matcher(pick) }));
  const otherwise = rules.length === 0 || rules[0]!.isOut;
  const isIn = (tool: Summary) => {
    const last = rules.findLast(({ matches }) => matches(tool));
    return last ? !last.isOut : otherwise;
  };
  return new Set(tools.filter(isIn).map(({ name }) => name));
}

/** The fewest rules that come to a choice. What is left out is named, unless it is most of them: then a new tool is not in by itself. */
export function picksOf(tools: readonly Summary[], chosen: ReadonlySet<string>): Pick[] {
  const out = tools.filter(({ name }) => !chosen.has(name));
  if (out.length === 0) return [];
  const areReading = tools.every((tool) => chosen.has(tool.name) === tool.is_read_only);
  if (areReading) return [{ 'read-only': true }];
  if (out.length <= tools.length / 2) return out.map(({ name }) => ({ glob: name, out: true }));
  return tools.filter(({ name }) => chosen.has(name)).map(({ name }) => ({ glob: name }));
}

/** Whether a rule is about one tool, as those are that come of ticking it. */
export const isByHand = (pick: Pick) => named(pick) !== undefined;

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>) => one.size === other.size && [...one].every((name) => other.has(name));

/** Rules that come to `next`: those that there are, with what was ticked by hand. What a tag says shortly is said by it. */
export function byHand(tools: readonly Summary[], picks: readonly Pick[], next: ReadonlySet<string>): Pick[] {
  const comesTo = (rules: Pick[]) => isSame(picked(tools, rules), next);
  if (comesTo([])) return [];
  if (next.size === 0) return [{ glob: '*', out: true }];
  const before = picked(tools, picks);
  const changed = tools.filter(({ name }) => before.has(name) !== next.has(name));
  const rule = (which: { tag: string } | { glob: string }, isIn: boolean): Pick => (isIn ? which : { ...which, out: true });
  const [first] = changed;
  if (!first) return [...picks];
  const areIn = next.has(first.name);
  if (changed.length > 1) {
    const byTag = first.tags.map((tag) => [...picks, rule({ tag }, areIn)]).find(comesTo);
    if (byTag) return byTag;
    if (comesTo([{ 'read-only': true }])) return [{ 'read-only': true }];
  }
  const names = new Set(changed.map(({ name }) => name));
  const without = picks.filter((pick) => !names.has(named(pick) ?? ''));
  const added = changed.map(({ name }) => rule({ glob: name }, next.has(name)));
  return [without, [...without, ...added]].find(comesTo) ?? [...picks, ...added];
}
