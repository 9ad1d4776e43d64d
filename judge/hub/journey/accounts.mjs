// Steps: the first administrator, signing in, a second factor, an organisation with a member, an API key.

import { Skip, expect } from '../lib/steps.mjs';
import * as totp from '../lib/totp.mjs';

const SECRET = { shows: true };

export async function accounts(world) {
  const { steps, rest, canaries, hub } = world;
  const admin = hub.admin ?? { email: 'ada@example.com', name: 'Ada', password: 'wPz7!kestrel-Orchid-19' };
  canaries.plant('password', admin.password);
  const member = { email: `bob${world.mark}@example.com`, name: 'Bob', password: canaries.plant('password', 'Nq4?walnut-Tundra-83') };

  await steps.step('set up the first administrator by the printed link, once', async () => {
    if (hub.isSetUp) throw new Skip('there is one already');
    const made = await rest.post('/setup', { token: hub.setupToken, ...admin });
    hub.isSetUp = true;
    expect(made.is_admin, 'the first account is no administrator', made);
    const again = await rest.send('POST', '/setup', { body: { token: hub.setupToken, ...member } });
    expect(again.status === 403, 'the link works twice', again.body);
  });

  await steps.step('sign in; a wrong password is refused', async () => {
    const wrong = await rest.send('POST', '/sessions', { body: { email: admin.email, password: 'not-the-password-at-all' } });
    expect(wrong.status === 401, 'a wrong password', wrong.body);
    await signIn(world, 'ada', admin);
    expect((await world.ada.get('/me')).email === admin.email, 'the wrong account');
  });

  await steps.step('refresh; a used refresh token ends the sign-in', async () => {
    const first = await tokens(world, rest, '/sessions', admin);
    const second = await tokens(world, rest, '/sessions/refresh', { refresh_token: first.refresh_token });
    const me = await rest.as(second.access_token).get('/me');
    expect(me.email === admin.email, 'the refreshed token is somebody else\'s', me);
    const stolen = await rest.send('POST', '/sessions/refresh', { body: { refresh_token: first.refresh_token } });
    expect(stolen.status === 401, 'a refresh token works twice', stolen.body);
    const after = await rest.send('POST', '/sessions/refresh', { body: { refresh_token: second.refresh_token } });
    expect(after.status === 401, 'the sign-in goes on although its token was used twice', after.body);
  });

  await steps.step('add a second factor, and sign in with it and with a recovery code', async () => {
    const begun = await world.ada.post('/me/second-factor', { password: admin.password }, SECRET);
    canaries.plant('TOTP secret', begun.secret.replace(/\s/g, ''), totp.bytes(begun.secret));
    const { recovery_codes: codes } = await world.ada.put('/me/second-factor', { code: totp.code(begun.secret) }, SECRET);
    for (const code of codes) canaries.plant('recovery code', code);
    const without = await rest.send('POST', '/sessions', { body: { email: admin.email, password: admin.password } });
    expect(without.body?.code === 'second_factor_required', 'no second factor was asked for', without.body);
    // The code of this half minute was used to confirm; the next one is within what clocks may differ by.
    await tokens(world, rest, '/sessions', { ...admin, code: totp.code(begun.secret, Date.now() + 30_000) });
    await tokens(world, rest, '/sessions', { ...admin, code: codes[0] });
    const twice = await rest.send('POST', '/sessions', { body: { email: admin.email, password: admin.password, code: codes[0] } });
    expect(twice.status === 401, 'a recovery code works twice', twice.body);
    await world.ada.post('/me/second-factor/removal', { password: admin.password });
  });

  await steps.step('make a second organisation', async () => {
    const made = await world.ada.post('/organisations', { name: 'Shop & Sons', slug: world.slug });
    world.org = made.id;
    world.o = `/organisations/${made.id}`;
    const all = await world.ada.all('/organisations');
    expect(all.some((one) => one.id === made.id) && all.some((one) => one.is_personal), 'there are not a personal one and this one', all);
    expect(all.length === 2 || hub.admin, 'there are others', all);
  });

  await steps.step('invite somebody, who makes an account and is a member', async () => {
    const { token } = await world.ada.post(`${world.o}/invitations`, { email: member.email, role: 'developer' }, SECRET);
    canaries.plant('invitation', token);
    const look = await rest.post('/invitations/look', { token });
    expect(look.organisation === 'Shop & Sons' && !look.has_account, 'the invitation leads elsewhere', look);
    await rest.post('/accounts', { ...member, invitation: token });
    await signIn(world, 'bob', member);
    const members = await world.bob.all(`${world.o}/members`);
    expect(members.some((one) => one.email === member.email && one.role === 'developer'), 'the member is not there', members);
    const refused = await world.bob.send('POST', `${world.o}/invitations`, { body: { email: 'eve@example.com', role: 'viewer' } });
    expect(refused.status === 403, 'a developer may invite', refused.body);
  });

  await steps.step('see nothing of an organisation that one is not in', async () => {
    const own = (await world.ada.all('/organisations')).find((one) => one.is_personal);
    const answer = await world.bob.send('GET', `/organisations/${own.id}/apis`);
    expect(answer.status === 404, 'another organisation is seen', answer.body);
  });

  await steps.step('make an API key, use it at one process, take it back at another, and it is refused at once', async () => {
    const [one, other] = [world.places[0], world.places.at(-1)];
    const made = await world.ada.at(one).post(`${world.o}/api-keys`, { name: 'robot', scopes: ['apis:read'] }, SECRET);
    canaries.plant('API key', made.key);
    const robot = rest.as(made.key);
    await robot.at(other).get(`${world.o}/apis`);
    await robot.at(one).get(`${world.o}/apis`);
    const beyond = await robot.send('POST', `${world.o}/apis`, { body: { source: { type: 'text', text: '{}' } } });
    expect(beyond.status === 403, 'a key does more than its scopes', beyond.body);
    await world.ada.at(one).delete(`${world.o}/api-keys/${made.id}`);
    const refused = await robot.at(other).send('GET', `${world.o}/apis`);
    expect(refused.status === 401, 'a revoked key works at the other process', refused.body);
  });

  await steps.step('rotate a key of a service account: the old one is refused, the new one works', async () => {
    const account = await world.ada.post(`${world.o}/service-accounts`, { name: 'deployer', role: 'viewer' });
    const made = await world.ada.post(`${world.o}/api-keys`, { name: 'ci', scopes: ['apis:read'], service_account: account.id }, SECRET);
    const rotated = await world.ada.post(`${world.o}/api-keys/${made.id}/rotations`, undefined, SECRET);
    for (const { key } of [made, rotated]) canaries.plant('API key', key);
    expect((await rest.as(made.key).send('GET', `${world.o}/apis`)).status === 401, 'the key from before the rotation works');
    await rest.as(rotated.key).get(`${world.o}/apis`);
  });

  await steps.step('choose a new password by an administrator\'s link', async () => {
    const [bob] = (await world.ada.all('/admin/users')).filter((user) => user.email === member.email);
    const { token } = await world.ada.post(`/admin/users/${bob.id}/password-resets`, {}, SECRET);
    canaries.plant('password reset', token);
    member.password = canaries.plant('password', 'Ru9&granite-Saffron-27');
    await rest.post('/password-resets', { token, password: member.password });
    expect((await world.bob.send('GET', '/me')).status === 401, 'sign-ins survive a new password');
    await signIn(world, 'bob', member);
  });
}

/** Signs in, and notes what must not be shown afterwards. */
export async function signIn(world, who, { email, password }) {
  world[who] = world.rest.as((await tokens(world, world.rest, '/sessions', { email, password })).access_token);
}

async function tokens(world, rest, path, { email, password, code, refresh_token }) {
  const body = refresh_token ? { refresh_token } : { email, password, code };
  const answer = await rest.post(path, body, SECRET);
  world.canaries.plant('refresh token', answer.refresh_token);
  world.canaries.plant('access token', answer.access_token);
  return answer;
}
