// Two organisations, each with a server `pets` of an API of its own, whose credential nobody else knows.

import { randomBytes } from 'node:crypto';
import { expect } from '../lib/steps.mjs';
import { call } from '../lib/caller.mjs';

/** One operation that needs a key. */
function document(base) {
  const get = { operationId: 'listPets', summary: 'All pets', security: [{ key: [] }], responses: { 200: { description: 'fine' } } };
  const components = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } };
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, servers: [{ url: `${base}/api` }], paths: { '/pets': { get } }, components });
}

/** Two of them; the first one is the administrator's. */
export async function served(team, [mine, theirs]) {
  const other = await team.another('elsewhere');
  const all = [];
  for (const [one, upstream] of [[team, mine], [other, theirs]]) {
    const secret = `planted-${one.slug}-${randomBytes(12).toString('hex')}`;
    one.pets = await one.api(document(upstream.base));
    // Credentials are set by people.
    await (await one.signedIn()).put(`${one.o}/apis/${one.pets}/credentials/key`, { value: secret });
    const { id } = await one.serve('pets', one.pets);
    const { key } = await one.key('caller');
    const answer = await call(one.url('pets'), key, 'list_pets');
    expect(answer.result?.isError === false, `the server of ${one.slug} does not answer`, answer.text);
    all.push({ team: one, upstream, secret, server: id, key });
  }
  return { acme: all[0], elsewhere: all[1] };
}
