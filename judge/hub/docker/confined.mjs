// One server in two containers: it is called, its containers may do nothing else, what is secret is nowhere but in their memory; and what
// changes comes to them while they run.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { DOCUMENT, KEY, petstore } from '../../lib/petstore.mjs';
import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { expect, until } from '../lib/steps.mjs';
import { containers, left, running } from './containers.mjs';

export async function confined({ steps, binary, docker, settings, folder }) {
  await withHub(steps, 'docker', binary, { settings: { ...settings, MCPHUB__DOCKER__MEMORY_MIB: '64', MCPHUB__DOCKER__PROCESSOR_PERCENT: '50' } }, async ({ hub, team }) => {
    const upstream = await petstore();
    try {
      const api = await team.api(readFileSync(DOCUMENT), { upstream: upstream.base }, { api_key: KEY });
      const made = await team.server('pets', api);
      const { key } = await team.key('caller');
      const fine = async () => {
        const answer = await call(team.url('pets'), key, 'list_pets', {});
        expect(answer.result?.isError === false, 'a call fails', answer.text);
      };
      await steps.step('it is served by two containers', async () => {
        await team.deploy('pets', { target: 'docker', replicas: 2 });
        await team.settled('pets');
        await fine();
        expect(running(docker, made.id).length === 2, 'there are not two', containers(docker).map(({ Name }) => Name));
      });
      await steps.step('the doctor finds an engine that can hold containers to their limits', () => {
        const { status, stdout, stderr } = spawnSync(hub.binary, ['doctor'], { cwd: hub.folder, env: { PATH: process.env.PATH, ...hub.settings }, encoding: 'utf8', timeout: 60_000 });
        const found = `${stdout}${stderr}`.split('\n').filter((line) => /docker|runtime/.test(line));
        console.log(found.map((line) => `     ${line}`).join('\n'));
        expect(status === 0 && found.length === 2, 'it does not', { status, found });
      });
      await steps.step('a container has no network, no rights, nothing to write to, and limits', () => {
        for (const { HostConfig: host, Config: config } of running(docker, made.id)) {
          const found = { network: host.NetworkMode, isReadOnly: host.ReadonlyRootfs, dropped: host.CapDrop, options: host.SecurityOpt, memory: host.Memory, swap: host.MemorySwap, cpus: host.NanoCpus, pids: host.PidsLimit, user: config.User };
          const wanted = { network: 'none', isReadOnly: true, dropped: ['ALL'], options: ['no-new-privileges'], memory: 64 << 20, swap: 64 << 20, cpus: 5e8, pids: 64, user: '65532:65532' };
          expect(JSON.stringify(found) === JSON.stringify(wanted), 'a container may do something else', found);
        }
      });
      await steps.step('its secrets are in no description, no image, no layer and no log', () => {
        const [one] = running(docker, made.id);
        const texts = { description: JSON.stringify(one), image: docker.run('inspect', one.Image), log: docker.run('logs', one.Id) };
        const layers = spawnSync('docker', ['save', one.Image], { env: docker.env, maxBuffer: 256 << 20 }).stdout;
        for (const [where, text] of Object.entries(texts)) expect(!text.includes(KEY), `the secret is in its ${where}`);
        expect(layers.length > 1e6 && !layers.includes(KEY), 'the secret is in its image', layers.length);
        const seen = readFileSync(`/proc/${one.State.Pid}/environ`, 'utf8');
        expect(!seen.includes(KEY), 'the secret is in its environment', seen);
      });
      await steps.step('a secret that changes comes to the containers while they run', async () => {
        const before = running(docker, made.id).map(({ Id }) => Id).sort();
        await team.ada.put(`${team.o}/apis/${api}/credentials/api_key`, { value: 'another' });
        await until(20, 'the other secret at the upstream', async () => (await call(team.url('pets'), key, 'list_pets', {})).result?.isError === true);
        await team.ada.put(`${team.o}/apis/${api}/credentials/api_key`, { value: KEY });
        await until(20, 'the right one again', async () => (await call(team.url('pets'), key, 'list_pets', {})).result?.isError === false);
        expect(running(docker, made.id).map(({ Id }) => Id).sort().join() === before.join(), 'containers were replaced for that');
      });
      await steps.step('a newer version takes over, and calls go on', async () => {
        const before = running(docker, made.id).map(({ Id }) => Id);
        await team.ada.post(`${team.o}/servers/pets/versions`, { note: 'again' });
        await team.deploy('pets', { version: '2' });
        await team.settled('pets');
        for (let count = 0; count < 20; count += 1) await fine();
        await until(30, 'the end of the older containers', () => !containers(docker, made.id).some(({ Id }) => before.includes(Id)));
        await fine();
      });
      await steps.step('a hub that is stopped leaves its containers, and takes them up again', async () => {
        const before = running(docker, made.id).map(({ Id }) => Id).sort();
        await hub.processes[0].stop();
        expect(running(docker, made.id).map(({ Id }) => Id).sort().join() === before.join(), 'they ended with it');
        await hub.processes[0].start();
        await until(10, 'a gateway that is ready', async () => (await fetch(`${hub.processes[0].url}/readyz`)).ok);
        await fine();
        await until(30, 'two containers', () => running(docker, made.id).length === 2);
        expect(running(docker, made.id).map(({ Id }) => Id).sort().join() === before.join(), 'they were replaced');
      });
      await steps.step('stopped: nothing of it is left', async () => {
        await team.ada.delete(`${team.o}/servers/pets/deployment`);
        await team.settled('pets', 'stopped');
        await until(30, 'nothing to be left', () => Object.values(left(docker, folder)).every((list) => list.length === 0)).catch(() => expect(false, 'something is left', left(docker, folder)));
      });
    } finally {
      upstream.stop();
    }
  });
}
