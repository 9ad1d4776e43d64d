// A server, and all that is kept of it, asked for by those who have no business with it: by the table that the hub's own tests are held to, at a real hub,
// whose server runs where it runs.

import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { ask, call } from '../lib/caller.mjs';
import { expect, until } from '../lib/steps.mjs';

const TABLE = new URL('../../../crates/hub-server/tests/it/gateway/tenants/table.txt', import.meta.url);
const SCOPES = ['organisation:read', 'keys:read', 'servers:read', 'servers:create', 'servers:update', 'servers:deploy', 'servers:delete', 'servers:call', 'calls:read', 'events:read'];
const PASSWORD = 'wPz7!kestrel-Orchid-19';
/** Seconds that the key holds which is past afterwards. */
const SOON = 5;

export async function table({ steps, acme, elsewhere }) {
  const lines = readFileSync(TABLE, 'utf8').split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => line.trim().split(/\s+/));
  await steps.step(`${lines.length} requests by eleven kinds of callers are answered as the table says`, async () => {
    const all = await callers(acme.team, elsewhere.team);
    const send = await asking(acme);
    const before = await everything(acme);
    const wrong = [];
    let asked = 0;
    for (const [how, what, ...statuses] of lines) {
      expect(statuses.length === all.length, 'the table has other columns', [how, what]);
      for (const [column, wanted] of statuses.entries()) {
        if (wanted === '-') continue;
        const status = await send(how, what, all[column].token);
        asked += 1;
        if (String(status) !== wanted) wrong.push(`${how} ${what}, ${all[column].name}: ${status} instead of ${wanted}`);
      }
    }
    expect(wrong.length === 0, `${wrong.length} of ${asked} are answered otherwise`, wrong);
    const after = await everything(acme);
    expect(before === after, 'something changed', [before, after]);
    console.log(`     ${asked} requests`);
  });
}

/** In the order of the table's columns. */
async function callers(acme, elsewhere) {
  const [owner, stranger] = [await acme.signedIn(), await elsewhere.signedIn()];
  const key = async (rest, o, more = {}) => rest.post(`${o}/api-keys`, { name: 'k', scopes: SCOPES, ...more });
  const member = await joined(elsewhere, stranger, 'member', 'developer');
  const account = await stranger.post(`${elsewhere.o}/service-accounts`, { name: 's', role: 'admin' });
  const gone = await joined(acme, owner, 'gone', 'admin');
  const ofGone = await key(gone.rest, acme.o);
  await owner.delete(`${acme.o}/members/${gone.id}`);
  const beside = await acme.server('beside', acme.pets);
  const revoked = await key(owner, acme.o);
  await owner.delete(`${acme.o}/api-keys/${revoked.id}`);
  const expires = Date.now() + SOON * 1000;
  const expired = await key(owner, acme.o, { expires_at: new Date(expires).toISOString() });
  const all = [
    { name: 'owner', token: owner.token },
    { name: 'member elsewhere', token: member.rest.token },
    { name: 'owner elsewhere', token: stranger.token },
    { name: 'key elsewhere', token: (await key(stranger, elsewhere.o)).key },
    { name: 'service elsewhere', token: (await key(stranger, elsewhere.o, { service_account: account.id })).key },
    { name: 'removed member', token: gone.rest.token },
    { name: 'removed member\'s key', token: ofGone.key },
    { name: 'key for another server', token: (await key(owner, acme.o, { reach: { servers: [beside.id] } })).key },
    { name: 'revoked key', token: revoked.key },
    { name: 'expired key', token: expired.key },
    { name: 'nobody', token: undefined },
  ];
  await until(SOON + 5, 'the end of a key', () => Date.now() > expires + 1_000);
  return all;
}

async function joined(team, owner, name, role) {
  const who = { email: `${name}@example.com`, password: PASSWORD };
  const { id } = await team.rest.post('/accounts', { ...who, name });
  const rest = team.rest.as((await team.rest.post('/sessions', who)).access_token);
  const { token } = await owner.post(`${team.o}/invitations`, { email: who.email, role });
  await rest.post('/invitations/accept', { token });
  return { id, rest };
}

/** What a member sees of it that others may want to change; without when keys were used last. */
async function everything({ team, server }) {
  const seen = [];
  for (const part of ['/api-keys?limit=200', `/servers/${server}`, `/servers/${server}/versions`, `/servers/${server}/deployment`]) {
    seen.push(JSON.stringify(await team.ada.get(`${team.o}${part}`), (name, value) => (name === 'last_used_at' ? undefined : value)));
  }
  return seen.join('\n');
}

/** Sends one line of the table as somebody; its status. */
async function asking({ team, server, key }) {
  await call(team.url('pets'), key, 'list_pets');
  const [{ id }] = await until(20, 'a call that is kept', async () => {
    const { items } = await team.ada.get(`${team.o}/calls?server=${server}`);
    return items.length > 0 && items;
  });
  const [{ id: ofKey }] = (await team.ada.get(`${team.o}/api-keys`)).items;
  const { url } = team.hub.apis[0];
  return async (how, words, token) => {
    const what = words.replace('{server}', server).replace('{call}', id).replace('{key}', ofKey);
    if (how === 'MCP') return (await ask(team.url('pets'), token, what, what === 'tools/call' ? { name: 'list_pets', arguments: {} } : {})).status;
    const path = `${url}/api/v1${team.o}${what}`;
    if (how === 'WS') return status(path, 'GET', { ...upgrade, 'sec-websocket-protocol': ['mcphub.live', ...(token ? [`bearer.${token}`] : [])].join(', ') });
    return status(path, how, token ? { authorization: `Bearer ${token}` } : {}, body(how, what));
  };
}

const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16, 7).toString('base64') };

function body(how, what) {
  if (how === 'PATCH') return { description: 'theirs' };
  if (!['POST', 'PUT'].includes(how)) return undefined;
  return /\/(api-keys|connection-guides)$/.test(what) ? { name: 'theirs', scopes: ['servers:call'] } : {};
}

/** Of an answer that may have no end. */
function status(url, method, headers, value) {
  const bytes = value && JSON.stringify(value);
  return new Promise((answered, failed) => {
    const asked = request(url, { method, agent: false, headers: { ...headers, ...(bytes ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(bytes) } : {}) } });
    const over = ({ statusCode }) => { answered(statusCode); asked.destroy(); };
    asked.once('response', over);
    asked.once('upgrade', (response, socket) => { over(response); socket.destroy(); });
    asked.once('error', failed);
    asked.end(bytes);
  });
}
