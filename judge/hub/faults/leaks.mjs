// A server's process, in a container or a pod or without, that needs more and more memory: it ends at its limit, is replaced, whoever waited for it is told, and
// calls that can be made again are made elsewhere.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { isAlive } from '../lib/processes.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

const MEBIBYTES = 256;
/** Answers of 16 MiB at a time: more than fit. */
const AT_ONCE = 40;
/** What is said of a replica that was at its limit: by itself, by the engine, by the cluster. */
const MEMORY = /memory allocation of \d+ bytes failed|needed more memory than it may have|OOMKilled/;

export async function leaks({ steps, binary, isShort, place }) {
  const settings = { ...place.settings, [place.memory]: String(MEBIBYTES) };
  await withHub(steps, 'leaks', binary, { settings, host: place.host }, async ({ folder, team, api }) => {
    await team.server('apart', api, { call_seconds: 20, concurrent_calls: 100 });
    await team.deploy('apart', { target: place.target, replicas: 2 });
    await team.settled('apart');
    const { key } = await team.key('caller');
    // Where every process ends at once, others that these had lose their calls as well: they are told so, and nobody waits in vain.
    let told = 0;
    const isWell = ({ result, words }) => {
      told += Number(result?.isError);
      return result && (!result.isError || /process/.test(words));
    };
    const witness = new Witness({ others: { url: team.url('apart'), key, tool: 'fine', isWell } }).start();
    const ready = async () => {
      const all = await place.running(folder);
      const { items } = await team.ada.get(`${team.o}/servers/apart/deployment/replicas`);
      return all.filter((one) => items.some((row) => row.state === 'ready' && place.isOf(one, row)));
    };
    const replaced = (gone) => until(90, 'that there are two replicas again', async (shown) => {
      const now = await ready();
      shown({ now, gone });
      return now.length === 2 && gone.every(({ id }) => now.every((one) => one.id !== id));
    });
    const said = (words) => until(20, 'a line that says so', async (shown) => {
      const { items } = await team.ada.get(`${team.o}/servers/apart/logs?search=memory`);
      shown(items);
      return items.some(({ message }) => words.test(message));
    });

    await steps.step('a process that has used up its memory is replaced, and its log says why', async () => {
      if (place.target !== 'process') throw new Skip('of a container and a pod the limit is that of its control group, which comes next');
      const [one] = await ready();
      const id = place.process(one);
      // As if all that it may have were leaked: its limit is what it has.
      const has = Number(readFileSync(`/proc/${id}/status`, 'utf8').match(/VmData:\s+(\d+)/)[1]);
      execFileSync('prlimit', ['--pid', String(id), `--data=${has * 1024}`]);
      const large = await until(20, 'that it ends', async () => {
        const answer = await call(team.url('apart'), key, 'endless');
        return !isAlive(id) && answer;
      });
      expect(large.result?.isError === false, 'the other one did not answer in its place', large.text.slice(0, 300));
      await replaced([one]);
      await said(/memory allocation of \d+ bytes failed/);
    });

    for (let round = 1; round <= (isShort ? 1 : 4); round += 1) {
      // Those that end again and again are started less and less often, until they were well for a minute.
      if (round > 1) await sleep(65_000);
      await steps.step(`${AT_ONCE} answers of 16 MiB at a time: each caller gets one, or is told why not (${round})`, async () => {
        const before = await ready();
        const all = await Promise.all(Array.from({ length: AT_ONCE }, () => call(team.url('apart'), key, 'endless')));
        const sorts = { answered: 0, told: 0, other: [] };
        for (const { result, words, text } of all) {
          if (result?.isError === false && /the answer is cut/.test(words)) sorts.answered += 1;
          else if (result?.isError && /process/.test(words)) sorts.told += 1;
          else sorts.other.push(text.slice(0, 300));
        }
        expect(sorts.other.length === 0, 'other answers', sorts);
        const now = await place.running(folder);
        const gone = before.filter(({ id }) => now.every((one) => one.id !== id));
        expect(gone.length > 0, 'no replica came to its limit', sorts);
        await replaced(gone);
        console.log(`     ${sorts.answered} were answered, ${sorts.told} told why not; ${gone.length} of 2 replicas were replaced`);
      });
    }
    await steps.step('the log says that memory was not enough', () => said(MEMORY));
    await steps.step('others were answered meanwhile, or told why not', async () => {
      await witness.answered();
      console.log(`     ${told} of them were told why not`);
    });
    await steps.step('there are two replicas, and no others', () => until(30, 'two', async (shown) => { const left = await place.running(folder); shown(left); return left.length === 2; }));
  });
}
