// What every JavaScript client does at the hub's own server: registers an API, reads its report, and deletes it as far as its user lets it.

import assert from 'node:assert/strict';

export async function visitHub({ list, call }, user) {
  const tools = await list();
  const tool = tools.find(({ name }) => name === 'delete_api');
  assert.ok(tool.annotations.destructiveHint && tool.inputSchema.properties.confirm, JSON.stringify(tool));
  const source = { type: 'text', text: 'type Query { pets: [String] }' };
  const made = (await call('register_api', { source, name: 'Visited' })).structuredContent;
  const ended = (await call('wait_for_job', { job: made.job })).structuredContent;
  assert.equal(ended.state, 'succeeded', JSON.stringify(ended));
  const report = JSON.parse((await call('read_report', { api: made.id })).content[0].text);
  assert.equal(report.tools, 1, JSON.stringify(report));
  const asked = await call('delete_api', { api: made.id });
  const said = asked.content[0].text;
  assert.equal(asked.isError === true, user !== 'accept', said);
  if (user === 'decline') assert.match(said, /the user declined/);
  if (!user) assert.match(said, /`confirm`/);
  // A model's own word counts only where there is nobody to ask.
  const confirmed = await call('delete_api', { api: made.id, confirm: made.id });
  assert.equal(confirmed.isError === true, user !== undefined, confirmed.content[0].text);
  const seen = await call('get_api', { api: made.id });
  assert.equal(seen.isError === true, user !== 'decline', seen.content[0].text);
}
