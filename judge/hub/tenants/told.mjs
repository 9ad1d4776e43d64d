// What is told of calls and of replicas: to the organisation whose they are, and to nobody else; and a key that is taken back opens nothing any more, wherever the
// server runs.

import { call } from '../lib/caller.mjs';
import { Stream } from '../lib/sse.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { replicasOf } from './secrets.mjs';

export async function told({ steps, place, folder, acme, elsewhere }) {
  const feed = ({ team }) => Stream.open(`${team.hub.apis[0].url}/api/v1${team.o}/live`, { authorization: `Bearer ${team.ada.token}` });
  await steps.step('calls are recorded with their own organisation, and told to its live feed alone', async () => {
    const [own, other] = [await feed(acme), await feed(elsewhere)];
    const client = `told-${Date.now()}/1`;
    for (let count = 0; count < 5; count += 1) await call(acme.team.url('pets'), acme.key, 'list_pets', {}, { client });
    const isOne = (event) => JSON.stringify(event.data).includes(client.split('/')[0]) || event.data.data?.server === acme.server;
    await until(20, 'that its own feed tells of them', (shown) => { shown(own.events.at(-1)); return own.events.filter(isOne).length >= 5; });
    await sleep(1_000);
    expect(!other.events.some(isOne), 'another organisation is told', other.events.find(isOne));
    await Promise.all([own.close(), other.close()]);
    const { items } = await elsewhere.team.ada.get(`${elsewhere.team.o}/calls?limit=200`);
    expect(items.length > 0 && items.every((item) => item.server === elsewhere.server), 'calls of another organisation are among its own', items.find((item) => item.server !== elsewhere.server));
  });
  await steps.step('what becomes of a replica is told to its own organisation alone', async () => {
    if (place.target === 'embedded') throw new Skip('there are no replicas');
    const other = await feed(elsewhere);
    const [one] = await replicasOf(place, folder, acme);
    place.kill(one);
    await until(60, 'another replica', async () => (await place.running(folder)).length === 2 && (await replicasOf(place, folder, acme).catch(() => [])).some(({ id }) => id !== one.id));
    await until(30, 'a call', async () => (await call(acme.team.url('pets'), acme.key, 'list_pets')).result?.isError === false);
    const of = async ({ team }) => JSON.stringify([await team.ada.all(`${team.o}/events`), (await team.ada.get(`${team.o}/servers/pets/logs?limit=200`)).items]);
    expect((await of(acme)).includes(acme.server), 'its own does not hear of it');
    const heard = (await of(elsewhere)) + JSON.stringify(other.events);
    await other.close();
    expect(!heard.includes(acme.server) && !heard.includes(acme.team.id), 'another organisation hears of it');
  });
  await steps.step('a key that is taken back opens nothing any more, and the other organisation\'s goes on', async () => {
    const { id, key } = await acme.team.key('short-lived');
    const status = async () => (await call(acme.team.url('pets'), key, 'list_pets')).status;
    await until(10, 'that it opens', async () => (await status()) === 200);
    await acme.team.ada.delete(`${acme.team.o}/api-keys/${id}`);
    await until(5, 'that it does not', async () => (await status()) === 401);
    expect((await call(elsewhere.team.url('pets'), elsewhere.key, 'list_pets')).status === 200, 'the other one is refused');
  });
}
