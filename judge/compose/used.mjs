// The stack of compose.yaml in use: journeys through its one address, servers in containers, and what stays when it is restarted and taken down.
// node used.mjs FOLDER ENGINE [--python PYTHON]      run.mjs starts it, with the proxy's certificate among those that are trusted

import { spawn } from 'node:child_process';

import { journey } from '../hub/journey.mjs';
import { read } from '../hub/lib/arguments.mjs';
import { call } from '../hub/lib/caller.mjs';
import { Faulty, document } from '../hub/lib/faulty.mjs';
import { Steps, expect, until } from '../hub/lib/steps.mjs';
import { Team } from '../hub/lib/team.mjs';
import { HOST, KEY_RATE, Stack, URL_OF_HUB } from './stack.mjs';

const { options, rest: [folder, host] } = read();
const python = options.python ?? new URL('../../.cache/python/bin/python', import.meta.url).pathname;
const stack = new Stack(folder, host);
const ADMIN = { email: 'ada@example.com', name: 'Ada', password: 'wPz7!kestrel-Orchid-19' };

const e2e = new Steps('e2e');
const canary = new Steps('canary');
await journey({ steps: e2e, canary, hub: stack.hub(), database: stack.database(), host: HOST, keyRate: KEY_RATE, python, planted: stack.planted() });
canary.end();
e2e.end();

const steps = new Steps('used');
await steps.step('the journey again, as anybody plays it: by the address and an account, its servers in containers', async () => {
  const words = [new URL('../hub/e2e.mjs', import.meta.url).pathname, '--url', URL_OF_HUB, '--account', ADMIN.email, '--host', HOST, '--target', 'docker', '--key-rate', String(KEY_RATE), '--python', python];
  const child = spawn(process.execPath, words, { env: { ...process.env, MCPHUB_PASSWORD: ADMIN.password }, stdio: 'inherit' });
  const code = await new Promise((resolve) => { child.once('exit', resolve); });
  expect(code === 0, 'something of it failed');
});

const upstream = await Faulty.start(HOST);
let team;
let key;
let api;
const fine = async (slug) => {
  const answer = await call(team.url(slug), key, 'fine');
  expect(answer.result?.isError === false, `a call of ${slug} fails`, answer.text);
};
/** Both servers answer, as soon as they are there again. */
const served = () => until(120, 'calls of both servers', async (show) => {
  try {
    for (const slug of ['embedded', 'docker']) await fine(slug);
    return true;
  } catch (error) {
    show(error.message);
    return false;
  }
});
await steps.step('a server in the gateway, and one in a container', async () => {
  team = await Team.begin(stack.hub(ADMIN));
  api = await team.api(document(upstream.base));
  ({ key } = await team.key('caller'));
  for (const target of ['embedded', 'docker']) {
    await team.server(target, api);
    await team.ada.put(`${team.o}/servers/${target}/deployment`, { target, ...(target === 'docker' ? { replicas: 1 } : {}) });
    await team.settled(target);
    await fine(target);
  }
});
if (team && key) {
  await steps.step('the server\'s container has no network and no rights', async () => {
    // One that was slow to start may have been replaced.
    const [own] = await until(60, 'one container', (show) => { const found = stack.servers(); show(found); return found.length === 1 && found; });
    const { NetworkMode, ReadonlyRootfs, CapDrop } = JSON.parse(stack.docker('inspect', '-f', '{{json .HostConfig}}', own));
    expect(NetworkMode === 'none' && ReadonlyRootfs && CapDrop.join() === 'ALL', 'it has', [NetworkMode, ReadonlyRootfs, CapDrop]);
  });
  await steps.step('the console and the hub\'s own MCP server are at the same address', async () => {
    const page = await fetch(`${URL_OF_HUB}/`);
    expect(page.ok && (await page.text()).includes('<html'), 'there is no console', page.status);
    const own = await fetch(`${URL_OF_HUB}/mcp`, { method: 'POST' });
    expect(own.status === 401, 'there is no MCP server', own.status);
  });
  await steps.step('who is let through the proxy is told by its address, not by what they say', async () => {
    await fetch(`${URL_OF_HUB}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' }, body: JSON.stringify({ email: ADMIN.email, password: 'wrong-on-purpose-17' }) });
    const audit = JSON.stringify(await (await team.signedIn()).all('/admin/audit'));
    expect(!audit.includes('203.0.113.7'), 'a caller chose their address');
    expect(audit.includes(HOST), 'the proxy\'s caller is not known');
  });
  await steps.step('a role whose process is killed is started again', async () => {
    for (const role of ['gateway', 'deployment', 'api']) process.kill(stack.state(role).Pid, 'SIGKILL');
    await until(60, 'their return', () => ['gateway', 'deployment', 'api'].every((role) => stack.state(role).Health?.Status === 'healthy'));
    await served();
  });
  await steps.step('docker compose restart: everything is as it was', async () => {
    const own = stack.servers();
    stack.compose('restart');
    stack.up();
    await served();
    expect(stack.servers().join() === own.join(), 'the server\'s container is another one', [own, stack.servers()]);
  });
  await steps.step('docker compose down and up: all that was kept is there', async () => {
    stack.compose('down');
    expect(stack.try('ps', '-q', '--filter', 'label=com.docker.compose.project=mcphub').stdout === '', 'something runs');
    stack.up();
    await stack.answers();
    const kept = await team.ada.all(`${team.o}/apis`);
    expect(kept.length === 1 && kept[0].id === api, 'the API is gone', kept);
    await served();
    // The proxy has its certificates in a volume: this process would not trust others.
    await team.signedIn();
  });
  await steps.step('stopped, a server leaves no container', async () => {
    for (const slug of ['embedded', 'docker']) {
      await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
      await team.settled(slug, 'stopped');
    }
    await until(30, 'their end', (show) => { const left = stack.servers(); show(left); return left.length === 0; });
  });
}
await upstream.stop();
steps.end();
if (e2e.failed + canary.failed + steps.failed > 0) process.exitCode = 1;
