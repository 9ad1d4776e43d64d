// Steps: every planted secret is looked for in every place where the hub writes.

import { Skip, expect } from '../lib/steps.mjs';

export async function secrets(world) {
  const { steps, canaries, database, hub } = world;
  /** What only whoever runs the hub can show. */
  const own = async (places) => {
    if (!places) throw new Skip('nobody said where they are');
    clean(await places());
  };
  const clean = (places) => {
    const bytes = places.reduce((all, [, content]) => all + content.length, 0);
    expect(places.length > 0 && bytes > 0, 'there was nothing to look at');
    const found = canaries.find(places);
    expect(found.length === 0, `${found.length} findings`, found.slice(0, 5));
  };

  await steps.step('the search finds what is there', () => {
    const shown = canaries.find([['a text', Buffer.from([...canaries.secrets.values()].map(({ text }) => Buffer.from(`x${text}y`).toString('base64')).join('\n'))]]);
    expect(shown.length >= canaries.secrets.size, 'the search misses secrets', [shown.length, canaries.secrets.size]);
  });
  await steps.step('logs of all processes', () => own(hub.logs && (() => hub.logs())));
  await steps.step('the database', () => own(database && (() => database.contents())));
  await steps.step('metrics', () => own(hub.metrics && (() => hub.metrics())));
  await steps.step(`${canaries.answers.length} answers and events`, () => { clean(canaries.answers); });
  await steps.step('documents and reports as they are kept', async () => {
    const parts = [];
    for (const api of await world.ada.all(`${world.o}/apis`)) {
      for (const revision of await world.ada.all(`${world.o}/apis/${api.id}/revisions`)) {
        for (const part of ['report', 'blueprint', 'changes', '']) {
          const answer = await world.ada.send('GET', `${world.o}/apis/${api.id}/revisions/${revision.number}/${part}`.replace(/\/$/, ''));
          parts.push([`${part || 'revision'} of ${api.slug}`, Buffer.from(answer.text)]);
        }
      }
    }
    for (const list of ['events', 'audit', 'jobs', 'webhooks', 'api-keys', 'invitations']) parts.push([list, Buffer.from(JSON.stringify(await world.ada.all(`${world.o}/${list}`)))]);
    parts.push(['audit of the hub', Buffer.from(JSON.stringify(await world.ada.all('/admin/audit')))]);
    clean(parts);
  });
}
