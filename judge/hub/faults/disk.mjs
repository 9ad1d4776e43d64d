// A full disk under SQLite: what is served is served on, changes are refused with a reason, records wait, and all goes on by itself once
// there is room.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { withHub } from '../lib/bench.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { Witness } from '../lib/witness.mjs';

const MEBIBYTES = 256;

/** A small disk at a folder, of a file where that can be; answers how it is taken away. */
function small(file, folder) {
  const run = (program, ...words) => execFileSync(program, words, { stdio: 'ignore' });
  try {
    run('truncate', '-s', `${MEBIBYTES}M`, file);
    run('mkfs.ext4', '-q', file);
    run('mount', '-o', 'loop', file, folder);
    console.log('     the disk is a file with ext4 in it');
  } catch {
    run('mount', '-t', 'tmpfs', '-o', `size=${MEBIBYTES}m`, 'tmpfs', folder);
    console.log('     the disk is a tmpfs');
  }
  return () => run('umount', '-l', folder);
}

/** Takes all room that there is. */
function fill(file) {
  const open = openSync(file, 'a');
  for (const size of [1 << 16, 1 << 12, 1 << 8, 1]) {
    try {
      for (;;) writeSync(open, Buffer.alloc(size, 1));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
  closeSync(open);
}

export async function disk({ steps, binary, isShort, place }) {
  if (process.getuid() !== 0) {
    await steps.step('a full disk', () => { throw new Skip('only root may mount a small one'); });
    return;
  }
  let data;
  const around = (folder) => {
    data = join(folder, 'mcphub-data');
    execFileSync('mkdir', ['-p', data]);
    return small(join(folder, 'disk'), data);
  };
  const { settings, host } = place;
  await withHub(steps, 'disk', binary, { around, settings, host }, async ({ hub, database, team, api }) => {
    await team.serve('inside', api);
    await team.server('apart', api);
    await team.deploy('apart', { target: place.target });
    await team.settled('apart');
    const { key } = await team.key('caller');
    const witness = new Witness({ inside: { url: team.url('inside'), key, tool: 'fine' }, apart: { url: team.url('apart'), key, tool: 'fine' } }).start();
    const filler = join(data, 'filler');
    const change = (description) => team.ada.send('PATCH', `${team.o}/servers/inside`, { body: { description } });

    for (let round = 1; round <= (isShort ? 2 : 12); round += 1) {
      await steps.step(`the disk is full: changes are refused with a reason (${round})`, async () => {
        await sleep(700);
        fill(filler);
        // The log of changes may have room of its own left, from when it was longer: until that is used up, some go through.
        const refused = await until(60, 'that a change is refused', async (shown) => {
          fill(filler);
          const bytes = Buffer.from(JSON.stringify({ openapi: '3.1.0', info: { title: randomBytes(1 << 18).toString('base64'), version: '1' }, paths: {} }));
          const answer = await team.ada.send('POST', `${team.o}/uploads`, { bytes, type: 'application/octet-stream' });
          shown(answer.status);
          return answer.status !== 201 && answer;
        });
        expect(refused.status === 507 && refused.body?.code === 'storage_full' && /no room/.test(refused.body.detail), 'another reason is told', refused);
        const all = [];
        for (const end = Date.now() + (isShort ? 2_000 : 8_000); Date.now() < end; await sleep(200)) {
          fill(filler);
          all.push(await change(`full ${Date.now()}`));
          const seen = await team.ada.send('GET', `${team.o}/servers/inside`);
          expect(seen.status === 200, 'what is there cannot be read', seen);
        }
        const odd = all.filter(({ status }) => ![200, 507].includes(status));
        expect(odd.length === 0 && all.some(({ status }) => status === 507), 'other answers', odd.slice(0, 2));
        expect(statfsSync(data).bavail === 0, 'there is room after all');
      });
      await steps.step(`there is room again: it goes on by itself (${round})`, async () => {
        rmSync(filler);
        await until(15, 'a change', async (shown) => {
          const answer = await change(`room ${round}`);
          shown(answer.text);
          return answer.status === 200;
        });
        expect((await team.ada.get(`${team.o}/servers/inside`)).description === `room ${round}`, 'it is not kept');
        await team.ada.post(`${team.o}/servers/inside/versions`);
        await team.deploy('inside', { version: String(round + 1) });
        await team.settled('inside');
      });
    }
    await steps.step('every call was answered meanwhile', () => witness.answered());
    await steps.step('every call is recorded once', () => witness.recorded(database));
    await steps.step('the database is whole, and its audit log', async () => {
      const [{ integrity_check: said }] = await database.rows('PRAGMA integrity_check');
      expect(said === 'ok', 'it is not', said);
      expect((await team.ada.post(`${team.o}/audit/verification`)).is_whole, 'the audit log is not');
    });
    await steps.step('it ends well, and starts again', async () => {
      const [ended] = await hub.stop();
      expect(ended.code === 0, 'it does not', ended);
      await hub.processes[0].start();
      await team.settled('apart');
    });
  });
}
