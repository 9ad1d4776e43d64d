// Calls as a hub's database keeps them: in packs, which are read here without the hub.

import { decompress } from 'fzstd';

/** Every call that is kept, in no order. */
export async function recordedCalls(database) {
  const rows = await database.rows(`SELECT ${database.bytes('content')} AS content, calls, failures FROM call_packs`);
  return rows.flatMap(({ content, calls: count, failures }) => {
    const { texts, actors, versions, calls: lines } = JSON.parse(Buffer.from(decompress(Buffer.from(content, 'hex'))).toString());
    if (lines.length !== Number(count)) throw new Error(`a pack of ${count} calls has ${lines.length}`);
    const unpacked = lines.map(([[, at], [tool, client, error, actor, version, outcome], [, , , micros], [, status]]) => ({
      at, tool: texts[tool], client: texts[client], error: error === null ? null : texts[error], actor: actors[actor].key ?? actors[actor].id ?? actors[actor].type,
      version: version === null ? null : versions[version], outcome, micros, upstream_status: status,
    }));
    if (unpacked.filter(({ outcome }) => outcome !== 'ok').length !== Number(failures)) throw new Error('a pack has another number of failures than it says');
    return unpacked;
  });
}

/** How many there are of each value. */
export function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
