// Credentials of two organisations: each goes to its own upstream alone, and is in the memory, and in the description, of its own replicas alone.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { call } from '../lib/caller.mjs';
import { Skip, expect } from '../lib/steps.mjs';

/** Bytes that are looked through at a time, of which some are looked through twice. */
const PIECE = 1 << 22;
const OVERLAP = 256;

export async function secrets({ steps, place, folder, acme, elsewhere }) {
  const both = [[acme, elsewhere], [elsewhere, acme]];
  await steps.step('each organisation\'s calls carry its own credential, to its own upstream', async () => {
    for (const [one] of both) {
      one.upstream.asked.length = 0;
      for (let count = 0; count < 20; count += 1) await call(one.team.url('pets'), one.key, 'list_pets');
    }
    for (const [one] of both) {
      const sent = new Set(one.upstream.asked.map(({ headers }) => headers['x-api-key']));
      expect(one.upstream.asked.length === 20 && sent.size === 1 && sent.has(one.secret), `${one.team.slug} sends something else`, [...sent].map((secret) => secret?.slice(0, 12)));
    }
  });
  await steps.step('a replica has the credential of its own organisation in its memory, and not the other\'s', async () => {
    if (place.target === 'embedded') throw new Skip('there are no replicas: the gateway\'s process has what all servers need');
    for (const [one, other] of both) {
      for (const replica of await replicasOf(place, folder, one)) {
        const has = (secret) => isInMemory(place.process(replica), secret);
        expect(has(one.secret), 'its own is not found: nor would the other one be');
        expect(!has(other.secret), `a replica of ${one.team.slug} has the secret of ${other.team.slug}`);
      }
    }
  });
  await steps.step('what describes a replica says neither credential, and what it is told says its own alone', async () => {
    if (!place.described) throw new Skip('nothing describes it: a process is told what it needs over a pipe, which is empty by now');
    for (const [one, other] of both) {
      for (const replica of await replicasOf(place, folder, one)) {
        const { open, secret } = await place.described(replica);
        for (const { secret: planted } of [one, other]) expect(!open.includes(planted) && !open.includes(Buffer.from(planted).toString('base64')), 'a description says a credential', open.slice(0, 100));
        expect(secret.includes(one.secret) && !secret.includes(other.secret), `a replica of ${one.team.slug} is told something else`);
      }
    }
  });
}

/** Replicas of an organisation's server. */
export async function replicasOf(place, folder, { team, server }) {
  const [all, { items }] = [await place.running(folder), await team.ada.get(`${team.o}/servers/${server}/deployment/replicas`)];
  const own = all.filter((one) => items.some((row) => place.isOf(one, row)));
  expect(own.length > 0, `no replica of ${team.slug} is found`, { all, items });
  return own;
}

/** Whether a process has a text in memory that it may write to. */
function isInMemory(pid, text) {
  const needle = Buffer.from(text);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(PIECE);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = line.match(/^([0-9a-f]+)-([0-9a-f]+) rw/) ?? [];
      if (!from) continue;
      const end = parseInt(to, 16);
      for (let at = parseInt(from, 16); at < end; at += PIECE - OVERLAP) {
        let read = 0;
        // What is mapped and not there cannot be read.
        try { read = readSync(memory, piece, 0, Math.min(PIECE, end - at), at); } catch { break; }
        if (piece.subarray(0, read).includes(needle)) return true;
      }
    }
  } finally {
    closeSync(memory);
  }
  return false;
}
