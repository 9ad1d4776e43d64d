// Upstreams that are slow, dead, lying or leaving: each call is answered in time with the cause, others do not notice, records tell; wherever the
// server runs.

import { call, Load } from '../lib/caller.mjs';
import { counted, recordedCalls } from '../lib/calls.mjs';
import { withHub } from '../lib/bench.mjs';
import { freePort } from '../lib/hub.mjs';
import { document } from '../lib/faulty.mjs';
import { expect, until } from '../lib/steps.mjs';

/** What a call may take beyond its server's limit on a machine that has other things to do. */
const GRACE = 8;
/**
 * Tool, words that name the cause, and what the record has to say. `readable`: there is a text that a model can use, so that it is
 * answered with a note of what is wrong with it, and is no error.
 */
const EXPECTED = [
  { tool: 'slow', words: /did not answer within \ds/ },
  { tool: 'order', words: /did not answer within \ds; the change may have been made/ },
  { tool: 'silent', words: /did not answer within \ds/, status: [200, null] },
  { tool: 'drip', words: /did not answer within \ds/, status: [200, null] },
  { tool: 'broken', words: /500[^]*the oven is cold/, status: [500] },
  { tool: 'garbage', words: /exchange with [^]* failed: invalid HTTP/ },
  { tool: 'hangup', words: /exchange with [^]* failed: .*(closed|reset)/i },
  { tool: 'middle', words: /the answer of [^]* broke off/, status: [200, null] },
  { tool: 'short', words: /the answer of [^]* broke off/, status: [200, null] },
  { tool: 'page', words: /down for maintenance[^]*calls this JSON, but it is not valid JSON/, readable: true, status: [200] },
  { tool: 'invalid', words: /calls this JSON, but it is not valid JSON/, readable: true, status: [200] },
  { tool: 'long', words: /calls this JSON, but it is not valid JSON/, readable: true, status: [200] },
  { tool: 'endless', words: /the answer is cut: its first \d+ bytes were read/, readable: true, status: [200] },
];

export async function upstreams({ steps, binary, isShort, place }) {
  // What a call may take: less where there is less time for it all.
  const seconds = isShort ? 3 : 4;
  const { settings, host } = place;
  await withHub(steps, 'upstreams', binary, { settings, host }, async ({ team, api, database }) => {
    team.target = place.target;
    await team.serve('faulty', api, { call_seconds: seconds, concurrent_calls: 20 });
    await team.serve('fine', api);
    const dead = await team.api(document(`http://${host ?? '127.0.0.1'}:${await freePort()}`));
    await team.serve('dead', dead, { call_seconds: seconds });
    const { key } = await team.key('caller');
    const others = new Load(() => ({ url: team.url('fine'), key, tool: 'fine' }), { name: 'others' }).start();

    /** A call of a broken tool; what it came to, in the answer and in the record. */
    async function judge(server, { tool, words, readable = false, status = [null] }, client) {
      const answer = await call(team.url(server), key, tool, {}, { client });
      expect(answer.status === 200 && answer.result, 'it is no answer of a tool', answer.text);
      expect(answer.result.isError === !readable, readable ? 'an error' : 'no error', answer.words);
      expect(words.test(answer.words), 'the cause is not named', answer.words?.slice(0, 300));
      expect(answer.millis < (seconds + GRACE) * 1000, `it took ${Math.round(answer.millis)} ms, the limit is ${seconds} s`);
      const [record] = await until(10, 'the record of the call', async () => {
        const rows = (await recordedCalls(database)).filter((kept) => kept.client === client);
        return rows.length > 0 && rows;
      });
      expect(record.outcome === (readable ? 'ok' : 'tool-error') && Boolean(record.error) === !readable, 'another record', record);
      expect(status.includes(record.upstream_status), 'another status of the upstream is recorded', record);
      return `${(answer.millis / 1000).toFixed(1)} s: ${readable ? '' : 'error: '}${answer.words.slice(-150).replace(/\s+/g, ' ')}`;
    }

    for (const fault of EXPECTED) {
      await steps.step(`an upstream that is ${fault.tool}`, async () => console.log(`     ${await judge('faulty', fault, `fault/${fault.tool}`)}`));
    }
    await steps.step('an upstream that is dead', async () => console.log(`     ${await judge('dead', { tool: 'fine', words: /could not connect to/ }, 'fault/dead')}`));

    await steps.step('all places of a server are taken by a slow upstream: more calls are told so', async () => {
      const all = await Promise.all(Array.from({ length: 60 }, (_, number) => call(team.url('faulty'), key, 'slow', {}, { client: `taken/${number}` })));
      const sorts = { late: 0, busy: 0, other: [] };
      for (const { result, words } of all) {
        if (result?.isError && /did not answer within/.test(words)) sorts.late += 1;
        else if (result?.isError && /is busy/.test(words)) sorts.busy += 1;
        else sorts.other.push(words);
      }
      expect(sorts.other.length === 0 && sorts.late >= 20 && sorts.late + sorts.busy === 60, 'other answers', sorts);
      await until(10, 'their records', async (shown) => {
        const kept = (await recordedCalls(database)).filter(({ client }) => client.startsWith('taken/'));
        const counts = counted(kept.map(({ outcome }) => outcome));
        shown([...counts]);
        return (counts.get('tool-error') ?? 0) === sorts.late && (counts.get('limited') ?? 0) === sorts.busy;
      });
      console.log(`     ${sorts.late} waited for the upstream, ${sorts.busy} were told that the server is busy`);
    });

    await steps.step('a caller who leaves is recorded', async () => {
      await call(team.url('faulty'), key, 'slow', {}, { client: 'fault/leaver', timeout: 500 }).catch(() => {});
      await until(10, 'the record', async (shown) => {
        const rows = (await recordedCalls(database)).filter(({ client }) => client === 'fault/leaver');
        shown(rows);
        return rows[0]?.outcome === 'cancelled';
      });
    });

    await steps.step('other servers answered every call meanwhile', async () => {
      await others.end();
      expect(others.failures.length === 0 && others.answered.length > 0, `${others.failures.length} of ${others.next} failed`, others.failures.slice(0, 3));
      await until(10, 'their records', async (shown) => {
        const missing = await others.unrecorded(database);
        shown(missing);
        return missing.length === 0;
      });
      console.log(`     ${others.answered.length} calls, all recorded`);
    });
  });
}
