// Whatever strangers write shows as text: several dozen payloads in every name, in a document, in what an API answers, in every field and every address.

import { readFileSync } from 'node:fs';
import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { Visitor, settled } from '../lib/browser.mjs';
import { HOSTILE, MALLORY, hostile as prepare, hostileApi } from '../lib/hostile.mjs';
import { visit } from '../lib/mcp.mjs';
import { NAMES, PAYLOADS, each } from '../lib/payloads.mjs';

/** The pages there are, as `routes.ts` names them: new ones are visited without being listed here. */
function routes() {
  const source = readFileSync(new URL('../../routes.ts', import.meta.url), 'utf8');
  const list = (name) => /\[([^\]]*)\]/.exec(source.slice(source.indexOf(`export const ${name} =`)))[1].match(/'[^']+'/g).map((word) => word.slice(1, -1));
  return { api: list('API_PAGES'), server: list('SERVER_PAGES'), organisation: list('ORGANISATION_PAGES'), admin: list('ADMIN_PAGES'), wizard: list('WIZARD_STEPS') };
}

/** What would be there if a payload had become markup, and whether one has run. */
function found() {
  const signs = ['[onerror]', '[onload]', '[onfocus]', '[ontoggle]', '[onmouseover]', '[onbegin]', '[onstart]', '[onclick]', '[onanimationstart]', 'iframe', 'object', 'embed', 'base', 'marquee', 'math', 'svg script', 'svg animate', 'video', 'audio', 'img[src="x"]', '[href^="javascript:" i]', '[href^="vbscript:" i]', '[src^="data:text" i]', '[action^="javascript:" i]', 'meta[http-equiv="refresh"]', 'link[href*="evil"]', 'script:not([src])'];
  return { run: globalThis.wereHacked, markup: signs.filter((sign) => document.querySelector(sign)), isPolluted: 'hacked' in Object.prototype, title: document.title };
}

export async function hostile({ world, browser, steps }) {
  const api = await hostileApi();
  const given = await steps.step('an organisation is filled with hostile texts', () => prepare(world, api));
  if (!given) return api.stop();
  const visitor = await Visitor.begin(browser, world.url);
  // Many of these addresses lead nowhere on purpose, or ask for what is not there.
  visitor.expected.push(/status of (4\d\d|500)/);
  const { page } = visitor;
  await page.addInitScript(() => {
    globalThis.wereHacked = [];
    globalThis.hacked = (which) => { globalThis.wereHacked.push(which); };
    for (const name of ['alert', 'confirm', 'prompt']) globalThis[name] = () => { globalThis.wereHacked.push(name); };
  });
  const clean = async () => {
    const { run, markup, isPolluted } = await page.evaluate(found);
    expect(run.length === 0, 'a payload ran', run);
    expect(markup.length === 0, 'a payload became markup', markup);
    expect(!isPolluted, 'a payload changed every object');
    expect(new URL(page.url()).origin === world.url, 'the page is elsewhere', page.url());
    visitor.content();
  };
  const look = async (path) => {
    await page.goto(path);
    await settled(page);
    await page.waitForTimeout(150);
    await clean();
  };
  const shows = async (...texts) => {
    const all = () => page.evaluate(() => document.body.innerText.replace(/\s+/g, ' '));
    for (const text of texts) await until(20, `“${text}” shows as text`, async () => (await all()).includes(text.replace(/\s+/g, ' ')));
  };
  const pages = routes();
  const within = `in=${HOSTILE}`;
  const { slug } = await given.rest.get(`/organisations/{organisation}/apis/${given.api.id}`);
  const { slug: server } = await given.rest.get(`/organisations/{organisation}/servers/${given.server.id}`);

  await steps.step('whoever has such a name signs in', async () => {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(MALLORY.email);
    await page.getByLabel('Password', { exact: true }).fill(MALLORY.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
    await shows(MALLORY.name);
    await clean();
  });

  await steps.step('what would be found is found', async () => {
    const { markup } = await page.evaluate((payload) => {
      const place = document.createElement('div');
      place.innerHTML = payload;
      document.body.append(place);
      return undefined;
    }, '<b onclick="x()"></b>').then(() => page.evaluate(found));
    expect(markup.includes('[onclick]'), 'markup is not found', markup);
    await page.evaluate(() => globalThis.hacked('to see that it is seen'));
    const isSeen = await clean().then(() => false, (error) => error.message.startsWith('a payload ran'));
    expect(isSeen, 'what ran is not found');
    // The policy complains of what was put there, too.
    await page.reload();
    expect(visitor.complaints.splice(0).some((words) => words.includes('Content Security Policy')), 'the policy says nothing');
  });

  await steps.step('an MCP client with such a name calls tools whose answers are hostile', async () => {
    const { url, headers } = await key(given);
    await visit({ url, headers }, async (client) => {
      for (const name of given.names.filter((one) => /json|html|xml|fails/.test(one)).slice(0, 6)) await client.callTool({ name, arguments: { q: PAYLOADS[9] } }).catch(() => undefined);
      await client.callTool({ name: PAYLOADS[9], arguments: {} }).catch(() => undefined);
    });
  });

  for (const name of pages.api) {
    await steps.step(`API · ${name}`, async () => {
      await look(`/apis/${name}?${within}&api=${slug}`);
      await shows(PAYLOADS[9]);
    });
  }
  await steps.step('API · a tool, tried; a revision and its document', async () => {
    for (const name of given.names.filter((one) => /json|html|fails/.test(one)).slice(0, 3)) {
      await look(`/apis/tools?${within}&api=${slug}&tool=${encodeURIComponent(name)}`);
      await page.getByRole('button', { name: 'Call it' }).click();
      await page.getByRole('button', { name: 'Request and response' }).click();
      await page.waitForTimeout(300);
      await clean();
    }
    await look(`/apis/revisions?${within}&api=${slug}&revision=2`);
    await look(`/apis/revisions?${within}&api=${slug}&revision=2&place=${encodeURIComponent('#/info')}`);
    await page.locator('[data-marked]').first().waitFor();
    await clean();
  });
  for (const name of pages.server) await steps.step(`server · ${name}`, async () => { await look(`/servers/${name}?${within}&server=${server}`); });
  await steps.step('server · a call in full', async () => {
    const { items: calls } = await given.rest.get(`/organisations/{organisation}/calls?server=${given.server.id}`);
    expect(calls.length > 0, 'nobody has called');
    for (const { id } of calls.slice(0, 4)) await look(`/servers/calls?${within}&server=${server}&call=${id}`);
  });
  for (const step of pages.wizard) await steps.step(`wizard · ${step}`, async () => { await look(`/new?${within}&step=${step}&api=${slug}&server=${server}`); });
  for (const name of pages.organisation) await steps.step(`organisation · ${name}`, async () => { await look(`/organisation/${name}?${within}`); });
  for (const name of pages.admin) await steps.step(`hub · ${name}`, async () => { await look(`/admin/${name}`); });
  await steps.step('lists, the dashboard, the account', async () => {
    for (const path of ['/', '/apis', '/apis?show=deleted', '/servers', '/account', '/organisations/new']) await look(`${path}${path.includes('?') ? '&' : '?'}${within}`);
    await look(`/apis?${within}`);
    await shows(PAYLOADS[9]);
    await look(`/servers?${within}`);
    await shows(PAYLOADS[10]);
  });

  await steps.step('every payload in an address', async () => {
    const shapes = ['/apis?in=hostile&search=', '/servers?in=hostile&search=', '/apis/overview?in=hostile&api=', '/servers/overview?in=hostile&server=', '/?in=', `/apis/tools?in=hostile&api=${slug}&tool=`, `/apis/revisions?in=hostile&api=${slug}&revision=`, `/apis/revisions?in=hostile&api=${slug}&revision=2&place=`, '/organisation/audit?in=hostile&subject=', '/admin/jobs?kind=', '/admin/users?search=', '/new?in=hostile&api=', '/sign-in?after='];
    for (const [index, payload] of PAYLOADS.entries()) await look(`${shapes[index % shapes.length]}${encodeURIComponent(payload)}`);
  });

  await steps.step('payloads in every field of every page, and in those of its dialogs', async () => {
    const next = each(NAMES);
    const fill = async () => {
      for (const field of await page.locator('input:not([type]), input[type=text], input[type=search], input[type=email], input[type=url], input[type=password], textarea').all()) {
        if (await field.isVisible() && await field.isEditable()) await field.fill(next());
      }
      await page.waitForTimeout(250);
      await clean();
    };
    const dialogs = [['/organisation/members', 'Invite somebody', 'Make the link'], ['/organisation/roles', 'Make a role', 'Make the role'], ['/organisation/keys', 'Make a key', 'Make the key'], ['/organisation/keys', 'Make one', 'Make it'], ['/organisation/webhooks', 'Add a webhook', 'Add it'], ['/organisation/registries', 'Add a registry', 'Add it'], ['/admin/users', 'Make an account', 'Make it']];
    for (const [path, opens, sends] of dialogs) {
      await page.goto(`${path}?${within}`);
      await page.getByRole('button', { name: opens }).first().click();
      await page.getByRole('dialog').waitFor();
      await fill();
      await page.getByRole('dialog').getByRole('button', { name: sends }).click();
      await page.waitForTimeout(300);
      await clean();
    }
    for (const path of ['/organisations/new', '/organisation/settings', `/apis/settings?api=${slug}`, '/new', '/account']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}${within}`);
      await settled(page);
      await fill();
    }
    await page.goto(`/?${within}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    for (const payload of NAMES.slice(0, 30)) await page.getByRole('combobox', { name: 'Search and commands' }).fill(payload);
    await clean();
  });
  await visitor.end();
  api.stop();
}

/** The address of the hostile server with a key of its owner's. */
async function key({ rest, server }) {
  const made = await rest.post('/organisations/{organisation}/api-keys', { name: 'a client', scopes: ['servers:call'] });
  return { url: server.url, headers: { Authorization: `Bearer ${made.key}` } };
}
