// Steps: a document changes; what came of it waits, is compared, approved, and gone back from.

import { Skip, expect, until } from '../lib/steps.mjs';

export async function revisions(world) {
  const { steps, upstream } = world;
  const at = () => `${world.o}/apis/${world.shop}`;
  const refresh = async () => world.ada.ended(world.org, (await world.ada.post(`${at()}/refreshes`)).job);

  await steps.step('fetch a document that is the same: no new revision', async () => {
    const ended = await refresh();
    expect(ended.result?.changed === false, 'something changed', ended);
    const all = await world.ada.all(`${at()}/revisions`);
    expect(all.length === 1 && all[0].state === 'approved', 'there are other revisions', all);
  });

  await steps.step('fetch a document that changed: a revision waits, and the current one stays', async () => {
    upstream.version = 2;
    const ended = await refresh();
    expect(ended.result?.number === 2 && ended.result.state === 'pending' && ended.result.breaking > 0, 'the new revision is something else', ended);
    const tools = await world.ada.all(`${at()}/revisions/current/tools`);
    expect(tools.length === 5, 'the new document is served without approval', tools);
    const api = await world.ada.get(at());
    expect(api.pending_revision === ended.result.revision, 'the API does not know that a revision waits', api);
  });

  await steps.step('see what changed', async () => {
    const changes = await world.ada.get(`${at()}/revisions/pending/changes`);
    expect(JSON.stringify(changes).includes('rders') && changes.some((change) => change.impact === 'breaking'), 'other changes', changes);
  });

  await steps.step('approve it, and go back', async () => {
    await world.ada.post(`${at()}/revisions/pending/approval`);
    const now = await world.ada.all(`${at()}/revisions/current/tools`);
    expect(now.some((tool) => tool.operation.includes('/orders')), 'the approved revision is not current', now);
    await world.ada.post(`${at()}/revisions/1/approval`);
    const back = await world.ada.get(`${at()}/revisions/current`);
    expect(back.number === 1, 'the hub did not go back', back);
    const again = await world.ada.send('POST', `${at()}/revisions/1/approval`, { body: {} });
    expect(again.status === 409, 'the current revision can be approved', again.body);
    await world.ada.post(`${at()}/revisions/2/approval`);
  });

  await steps.step('change an API only as it was seen', async () => {
    const { headers } = await world.ada.send('GET', at());
    const tag = headers.get('etag');
    await world.ada.patch(at(), { description: 'pets and orders', tags: ['pets'] }, { headers: { 'if-match': tag } });
    const stale = await world.bob.send('PATCH', at(), { body: { description: 'mine' }, headers: { 'if-match': tag } });
    expect(stale.status === 412, 'a change was overwritten unseen', stale.body);
    await world.ada.patch(at(), { tags: [] });
    const api = await world.ada.get(at());
    expect(api.description === 'pets and orders', 'the change was lost', api);
    expect(api.tags.length === 0, 'tags cannot be taken away', api.tags);
  });

  await steps.step('fetch by schedule, and approve by setting', async () => {
    if (!world.database) throw new Skip('its schedule\'s least step is a minute, and its database is not this judge\'s');
    const { settings } = await world.ada.get(at());
    await world.ada.patch(at(), { settings: { ...settings, refresh_every: 60, auto_approve: true } });
    upstream.version = 1;
    // The schedule's least step is a minute: its moment is moved, and the hub sees that it has come.
    const due = await world.database.rows('SELECT refresh_at FROM apis WHERE refresh_at IS NOT NULL');
    expect(due.length === 1 && due[0].refresh_at > Date.now() + 40_000 && due[0].refresh_at < Date.now() + 70_000, 'the schedule is another', due);
    await world.database.change('UPDATE apis SET refresh_at = 1 WHERE refresh_at IS NOT NULL');
    const third = await until(30, 'the third revision', async (shown) => {
      const revision = await world.ada.get(`${at()}/revisions/current`);
      shown(revision);
      return revision.number === 3 && revision;
    });
    expect(third.tools === 5, 'the scheduled fetch brought something else', third);
    await world.ada.patch(at(), { settings: { ...settings, refresh_every: null } });
  });

  await steps.step('a repeated request with the same idempotency key makes nothing twice', async () => {
    const body = { source: { type: 'text', text: 'type Query { once: String }' }, name: 'Once' };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.ada.send('POST', `${world.o}/apis`, { body, headers })));
    const ids = new Set(answers.filter((answer) => answer.status === 202).map((answer) => answer.body.id));
    expect(ids.size === 1 && answers.every((answer) => [202, 409].includes(answer.status)), 'the API was made twice', answers.map((answer) => [answer.status, answer.body?.id ?? answer.body?.detail]));
    const other = await world.ada.send('POST', `${world.o}/apis`, { body: { ...body, name: 'Twice' }, headers });
    expect(other.status === 422 || other.status === 409, 'another request got the first one\'s answer', other.body);
    const listed = await world.ada.all(`${world.o}/apis`);
    expect(listed.filter((api) => api.name === 'Once').length === 1, 'it is listed twice');
  });
}
