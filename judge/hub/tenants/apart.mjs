// An attack from within one organisation's replica on another organisation's: on its socket or port, its way out, its upstream, and what the engine or the cluster
// keeps of it.

import { Skip, expect } from '../lib/steps.mjs';
import { replicasOf } from './secrets.mjs';

export async function apart({ steps, place, folder, acme, elsewhere }) {
  if (!place.attack) {
    const why = { embedded: 'both are served by one process', process: 'processes of one machine share its network; that servers reach their upstreams alone is the runtime\'s own rule there' };
    await steps.step('one organisation\'s replica reaches nothing of another\'s', () => { throw new Skip(why[place.target]); });
    return;
  }
  const [[mine], [theirs]] = [await replicasOf(place, folder, acme), await replicasOf(place, folder, elsewhere)];
  const found = (one) => { const { hostname, port } = new URL(one.upstream.base); return [hostname, Number(port)]; };
  await steps.step('one organisation\'s replica reaches its own upstream, and not another\'s', async () => {
    expect(await place.reaches(mine, ...found(acme)), 'it does not reach its own: nor would it another');
    expect(!(await place.reaches(mine, ...found(elsewhere))), 'it reaches the other organisation\'s upstream');
    expect(!(await place.reaches(theirs, ...found(acme))), 'the other one reaches this one\'s');
  });
  await steps.step('nor another\'s replica', async () => {
    const what = await place.attack(mine, theirs);
    expect(what === '', what);
  });
  await steps.step('whoever has one replica\'s token is refused by another', async () => {
    const tokens = await Promise.all([mine, theirs].map((one) => place.token(one)));
    expect(tokens.every(Boolean) && tokens[0] !== tokens[1], 'they have one token');
    expect((await place.asked(theirs, tokens[1])) === 200, 'it does not take its own');
    for (const token of [tokens[0], 'x', undefined]) {
      const status = await place.asked(theirs, token);
      expect(status === 401, `it answers with ${status} where it should refuse`);
    }
  });
}
