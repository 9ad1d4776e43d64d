// Steps: an upstream goes down and comes back; receivers hear of it, signed; jobs and events are followed.

import { Stream } from '../lib/sse.mjs';
import { Skip, expect, sleep, until } from '../lib/steps.mjs';
import { isSigned } from '../lib/upstream.mjs';

/** Seconds that the processes of a journey get to answer what they are asked when they end. */
export const DRAIN = 10;

export async function watching(world) {
  const { steps, upstream, canaries } = world;
  const at = () => `${world.o}/apis/${world.shop}`;
  const probe = () => world.ada.post(`${at()}/probes`);
  const state = async () => (await world.ada.get(at())).health.state;

  await steps.step('an upstream is probed by itself', async () => {
    await until(30, 'the first probe', async () => (await world.ada.get(`${at()}/health`)).last.length > 0);
    expect(await state() === 'healthy', 'the upstream is not healthy', await state());
    // From here on the steps probe, so that what they see does not depend on the clock.
    const { settings } = await world.ada.get(at());
    await world.ada.patch(at(), { settings: { ...settings, probe_every: null } });
  });

  await steps.step('make a webhook, and test it', async () => {
    const made = await world.ada.post(`${world.o}/webhooks`, { name: 'ops', url: `${upstream.base}/hooks`, kinds: ['api.'] }, { shows: true });
    world.hook = { ...made, secret: canaries.plant('webhook secret', made.secret, Buffer.from(made.secret.replace('whsec_', ''), 'base64')) };
    const tested = await world.ada.post(`${world.o}/webhooks/${made.id}/tests`);
    expect(tested.is_delivered && isSigned(upstream.deliveries.at(-1), made.secret), 'the test was not delivered, or not signed', tested);
  });

  await steps.step('the upstream goes down: degraded, then unhealthy; the receiver is told, again where it was busy', async () => {
    upstream.isDown = true;
    upstream.refusals = 1;
    const states = [];
    for (let number = 0; number < 3; number += 1) {
      const found = await probe();
      expect(!found.ok, 'the upstream is down and was found', found);
      states.push(await state());
      await sleep(5);
    }
    expect(states.join() === 'degraded,degraded,unhealthy', 'other states', states);
    const told = await until(20, 'the deliveries, one of them twice by the same identifier', (shown) => {
      const heard = upstream.deliveries.map((delivery) => `${delivery.value.event.kind} ${delivery.headers['webhook-id']}`);
      shown(heard);
      const kinds = heard.map((text) => text.split(' ')[0]);
      return kinds.includes('api.degraded') && kinds.includes('api.unhealthy') && new Set(heard).size === heard.length - 1 && upstream.deliveries;
    });
    expect(told.every((delivery) => isSigned(delivery, world.hook.secret)), 'a delivery is not signed');
    expect(told.every((delivery) => delivery.value.event.kind.startsWith('api.') || delivery.value.event.kind === 'webhook.test'), 'something was told that nobody asked for');
  });

  await steps.step('the upstream comes back, and its history is kept', async () => {
    upstream.isDown = false;
    await probe();
    expect(await state() === 'healthy', 'it is not healthy again', await state());
    const history = await world.ada.get(`${at()}/health`);
    expect(history.last.length >= 5 && history.uptime > 0 && history.uptime < 1 && history.spans.length > 0, 'another history', history);
    await until(20, 'the good news', () => upstream.deliveries.some((delivery) => delivery.value.event.kind === 'api.healthy'));
  });

  await steps.step('cancel a job that is being done', async () => {
    const made = await world.ada.post(`${world.o}/apis`, { source: { type: 'url', url: `${upstream.base}/never.json` }, name: 'Never' });
    const job = `${world.o}/jobs/${made.job}`;
    await until(15, 'the job\'s beginning', async () => (await world.ada.get(job)).state === 'running');
    await world.bob.post(`${job}/cancellation`);
    const ended = await world.ada.ended(world.org, made.job);
    expect(ended.state === 'cancelled', 'the job was not cancelled', ended);
    const again = await world.ada.send('POST', `${job}/cancellation`);
    expect(again.status === 409, 'a job that has ended can be cancelled', again.body);
    await world.ada.delete(`${world.o}/apis/${made.id}`);
  });

  await steps.step('follow a job to its end', async () => {
    const { job } = await world.ada.post(`${at()}/refreshes`);
    const stream = await follow(world, world.places.at(-1), `${world.o}/jobs/${job}/follow`);
    await until(20, 'the end of the stream', () => stream.isOver);
    const states = stream.events.map((event) => event.data.state);
    expect(stream.events.every((event) => event.name === 'job') && states.at(-1) === 'succeeded', 'other events', states);
  });

  await steps.step('whoever may not see events any more is not sent any, at no process', async () => {
    const made = await world.ada.post(`${world.o}/api-keys`, { name: 'listener', scopes: ['events:read'] }, { shows: true });
    canaries.plant('API key', made.key);
    const stream = await follow(world, world.places.at(-1), `${world.o}/events/follow`, { authorization: `Bearer ${made.key}` });
    await world.ada.at(world.places[0]).delete(`${world.o}/api-keys/${made.id}`);
    await until(5, 'the end of the stream', () => stream.isOver);
  });

  await steps.step('follow events over the restart of a process: none is lost, none comes twice', () => restart(world));
}

async function restart(world) {
  const process = world.hub.apis.at(-1);
  if (!process.stop) throw new Skip('nobody said how a process of it is ended');
  const path = `${world.o}/events/follow`;
  const elsewhere = world.ada.at(world.places[0]);
  const first = await follow(world, process.url, path);
  const rename = async (client, name) => client.patch(`${world.o}/apis/${world.shop}`, { name });
  await rename(elsewhere, 'Shop 1');
  await until(10, 'the first event', () => first.events.length > 0);
  const ended = await process.stop();
  expect(ended.code === 0, 'the process did not end well', ended);
  await first.close();
  const last = Number(first.events.at(-1).id);
  // While it is away: at another process where there is one.
  if (world.places.length > 1) await rename(elsewhere, 'Shop 2');
  await process.start();
  const second = await follow(world, process.url, path, { 'last-event-id': String(last) });
  await rename(elsewhere, 'Shop 3');
  await until(10, 'the last event', async () => {
    const newest = (await world.ada.get(`${world.o}/events?limit=1`)).items[0].number;
    return Number(second.events.at(-1)?.id) >= newest;
  });
  await second.close();
  const numbers = [...first.events, ...second.events].map((event) => Number(event.id));
  // Up to the last one that came, which may be newer than the newest that was asked for.
  const whole = Array.from({ length: numbers.at(-1) - numbers[0] + 1 }, (_, index) => numbers[0] + index);
  expect(numbers.join() === whole.join(), 'the events have gaps or repetitions', numbers);
  expect(ended.millis < DRAIN * 500, 'ending waits for those who follow', ended);
}

function follow(world, place, path, headers = {}) {
  return Stream.open(`${place}/api/v1${path}`, { authorization: `Bearer ${world.ada.token}`, ...headers }, world.canaries.keep);
}
