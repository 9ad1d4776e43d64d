// A server's process that needs more and more memory: it ends at its limit, is replaced, whoever waited for it is told, and calls that can
// be made again are made elsewhere.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { isAlive, replicas } from '../lib/processes.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

const MEBIBYTES = 256;
/** Answers of 16 MiB at a time: more than fit. */
const AT_ONCE = 40;

export async function leaks({ steps, binary, isShort }) {
  const settings = { MCPHUB__DEPLOYMENT__MEMORY_MIB: String(MEBIBYTES) };
  await withHub(steps, 'leaks', binary, { settings }, async ({ folder, team, api }) => {
    await team.server('apart', api, { call_seconds: 20, concurrent_calls: 100 });
    await team.deploy('apart', { target: 'process', replicas: 2 });
    await team.settled('apart');
    const { key } = await team.key('caller');
    // Where every process ends at once, others that these had lose their calls as well: they are told so, and nobody waits in vain.
    let told = 0;
    const isWell = ({ result, words }) => {
      told += Number(result?.isError);
      return result && (!result.isError || /process/.test(words));
    };
    const witness = new Witness({ others: { url: team.url('apart'), key, tool: 'fine', isWell } }).start();
    const ready = async () => (await team.ada.get(`${team.o}/servers/apart/deployment/replicas`)).items.filter((one) => one.state === 'ready').map((one) => one.process);
    const replaced = (gone) => until(60, 'that there are two processes again', async (shown) => {
      const now = await ready();
      shown(now);
      return now.length === 2 && gone.every((id) => !now.includes(id) && !isAlive(id));
    });
    const said = () => until(20, 'a line that says so', async (shown) => {
      const { items } = await team.ada.get(`${team.o}/servers/apart/logs?search=memory`);
      shown(items);
      return items.some(({ message }) => /memory allocation of \d+ bytes failed/.test(message));
    });

    await steps.step('a process that has used up its memory is replaced, and its log says why', async () => {
      const [id] = await ready();
      // As if all that it may have were leaked: its limit is what it has.
      const has = Number(readFileSync(`/proc/${id}/status`, 'utf8').match(/VmData:\s+(\d+)/)[1]);
      execFileSync('prlimit', ['--pid', String(id), `--data=${has * 1024}`]);
      const large = await until(20, 'that it ends', async () => {
        const answer = await call(team.url('apart'), key, 'endless');
        return !isAlive(id) && answer;
      });
      expect(large.result?.isError === false, 'the other one did not answer in its place', large.text.slice(0, 300));
      await replaced([id]);
      await said();
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
        const gone = before.filter((id) => !isAlive(id));
        expect(gone.length > 0, 'no process came to its limit', sorts);
        await replaced(gone);
        console.log(`     ${sorts.answered} were answered, ${sorts.told} told why not; ${gone.length} of 2 processes were replaced`);
      });
    }
    await steps.step('others were answered meanwhile, or told why not', async () => {
      await witness.answered();
      console.log(`     ${told} of them were told why not`);
    });
    await steps.step('there are two processes, and no others', () => until(30, 'two', async (shown) => { const left = replicas(folder); shown(left); return left.length === 2; }));
  });
}
