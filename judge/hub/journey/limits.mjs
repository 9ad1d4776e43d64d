// Steps: the audit log, quotas, rates that all processes count together, deleting and restoring, signing out.

import { Skip, expect, until } from '../lib/steps.mjs';
import { register } from './documents.mjs';

export async function limits(world) {
  const { steps, canaries } = world;
  const at = () => `${world.o}/apis/${world.shop}`;

  await steps.step('list, export and verify the audit log', async () => {
    const listed = await world.ada.all(`${world.o}/audit`);
    expect(listed.some((line) => line.action === 'api.call') && listed.every((line, index) => index === 0 || line.number === listed[index - 1].number - 1), 'the list has gaps', listed.slice(0, 3));
    const exported = await world.ada.send('GET', `${world.o}/audit/export`);
    const lines = exported.text.trim().split('\n').map((line) => JSON.parse(line));
    expect(lines.length >= listed.length && lines.at(-1).number === 1, 'the export is shorter than the list', [lines.length, listed.length]);
    const verified = await world.ada.post(`${world.o}/audit/verification`);
    expect(verified.is_whole && verified.lines >= lines.length, 'the log is not whole', verified);
    const refused = await world.bob.send('GET', `${world.o}/audit`);
    expect(refused.status === 403, 'a developer reads the audit log', refused.body);
  });

  await steps.step('the audit log tells when somebody changed it', async () => {
    if (!world.database) throw new Skip('its database is not this judge\'s');
    const [line] = await world.database.rows(`SELECT number, subject, ${world.database.hex('scope')} AS scope FROM audit WHERE action = 'api.call' LIMIT 1`);
    const where = `number = ${line.number} AND ${world.database.hex('scope')} = '${line.scope}'`;
    await world.database.change(`UPDATE audit SET subject = 'nobody' WHERE ${where}`);
    const broken = await world.ada.post(`${world.o}/audit/verification`);
    await world.database.change(`UPDATE audit SET subject = '${line.subject}' WHERE ${where}`);
    expect(!broken.is_whole && broken.broken_at === line.number, 'the change was not seen', broken);
    expect((await world.ada.post(`${world.o}/audit/verification`)).is_whole, 'the log is not whole again');
  });

  await steps.step('a quota is held to, also by requests at the same time', async () => {
    const usage = await world.ada.get(`${world.o}/usage`);
    const used = usage.items.find((one) => one.resource === 'apis').used;
    await world.ada.put(`/admin/organisations/${world.org}/quotas`, { apis: used + 2 });
    const body = (number) => ({ source: { type: 'text', text: 'type Query { a: String }' }, name: `Quota ${number}` });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => world.ada.send('POST', `${world.o}/apis`, { body: body(number) })));
    const made = answers.filter((answer) => answer.status === 202).length;
    expect(made === 2 && answers.every((answer) => [202].includes(answer.status) || answer.body?.code === 'quota_exceeded'), `${made} of 2 were made`, answers.map((answer) => [answer.status, answer.body?.code]));
    await world.ada.put(`/admin/organisations/${world.org}/quotas`, {});
  });

  await steps.step(`rates are counted together over ${world.places.length} processes`, async () => {
    const { keyRate } = world;
    if (!keyRate) throw new Skip('nobody said how many requests it takes');
    const made = await world.ada.post(`${world.o}/api-keys`, { name: 'busy', scopes: ['apis:read'] }, { shows: true });
    const busy = world.rest.as(canaries.plant('API key', made.key));
    const answers = await Promise.all(Array.from({ length: keyRate * 2 }, () => busy.send('GET', at())));
    const taken = answers.filter((answer) => answer.status === 200).length;
    expect(taken >= keyRate && taken <= keyRate + 4, `${taken} of ${keyRate} were taken`, taken);
    const refused = answers.find((answer) => answer.status !== 200);
    expect(refused.status === 429 && refused.headers.get('retry-after') > 0, 'refused otherwise', [refused.status, refused.body]);
  });

  await steps.step('delete an API, and restore it', async () => {
    await world.ada.delete(at());
    expect((await world.ada.send('GET', at())).status === 404, 'a deleted API is still there');
    const listed = await world.ada.all(`${world.o}/apis`);
    expect(!listed.some((api) => api.id === world.shop), 'a deleted API is listed');
    const taker = await register(world, { source: { type: 'text', text: 'type Query { a: String }' }, name: 'Taker', slug: 'shop' });
    const taken = await world.ada.send('POST', `${at()}/restoration`);
    expect(taken.status === 409, 'it was restored although its name in URLs is taken', taken.body);
    await world.ada.delete(`${world.o}/apis/${taker.id}`);
    await world.ada.post(`${at()}/restoration`);
    const tools = await world.ada.all(`${at()}/revisions/current/tools`);
    expect(tools.length === 5, 'it came back with other tools', tools);
  });

  await steps.step('sign out', async () => {
    await world.bob.delete('/sessions/current');
    const refused = await world.bob.send('GET', '/me');
    expect(refused.status === 401, 'the access token works after signing out', refused.body);
  });

  await steps.step('nothing went wrong in the hub itself', async () => {
    await until(30, 'the end of all jobs', async (shown) => {
      const queued = await world.ada.all(`${world.o}/jobs?state=queued`);
      // Old keys are looked at once more after a while, when nobody can use them any more.
      const due = queued.filter((job) => job.kind !== 'reseal');
      const left = [...await world.ada.all(`${world.o}/jobs?state=running`), ...due];
      shown(left);
      return left.length === 0;
    });
    const status = await world.ada.get('/admin/status');
    expect(status.master_keys.length === 1, 'keys are sealed with several master keys', status);
    const failed = world.canaries.answers.filter(([where]) => / 5\d\d$/.test(where));
    expect(failed.length === 0, 'answers were the hub\'s own failures', failed.map(([where, text]) => `${where}: ${text}`));
  });
}
