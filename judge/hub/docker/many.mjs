// Fifty servers at once; then containers, the engine and the hub are killed, while somebody calls: it all comes back, and nothing is left of it
// at the end.

import { withHub } from '../lib/bench.mjs';
import { Load, call } from '../lib/caller.mjs';
import { expect, sleep, until } from '../lib/steps.mjs';
import { containers, images, left, running } from './containers.mjs';

export async function many({ steps, binary, docker, settings, folder, isShort, options }) {
  const count = Number(options.servers ?? (isShort ? 8 : 50));
  // Of hubs before, which were killed while they cleared up.
  const before = images(docker);
  await withHub(steps, 'many', binary, { settings }, async ({ hub, team, api }) => {
    const { key } = await team.key('caller');
    const slugs = Array.from({ length: count }, (_, number) => `server-${number}`);
    await Promise.all(slugs.map((slug) => team.server(slug, api)));
    const made = new Map((await team.ada.all(`${team.o}/servers`)).map(({ slug, id }) => [slug, id]));
    const each = () => slugs.map((slug) => running(docker, made.get(slug)).length);

    await steps.step(`${count} servers are deployed at the same time`, async () => {
      const began = performance.now();
      const results = await Promise.allSettled(slugs.map(async (slug) => { await team.deploy(slug, { target: 'docker' }); return team.settled(slug); }));
      const well = results.filter(({ status }) => status === 'fulfilled').length;
      console.log(`     ${well} of ${count} succeeded, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      expect(well === count, 'not all of them succeeded', results.find(({ reason }) => reason)?.reason.message);
    });

    let turn = 0;
    /** Every server is called, several times a second in all, until `body` is over; how many calls failed. */
    const under = async (body) => {
      const load = new Load(() => { turn += 1; return { url: team.url(slugs[turn % count]), key, tool: 'fine' }; }, { name: `many${turn}`, width: 4, pause: 20 }).start();
      try { await body(); } finally { await load.end(); }
      return { answered: load.answered.length, failures: load.failures, slowest: Math.round(load.slowest) };
    };
    const whole = () => until(120, 'one container for each server', (show) => { const now = each(); show(now); return now.every((there) => there === 1); });

    await steps.step('containers are killed: others take their place', async () => {
      const rounds = isShort ? 2 : 8;
      const { answered, failures, slowest } = await under(async () => {
        for (let round = 0; round < rounds; round += 1) {
          const all = running(docker);
          const some = all.filter((_, number) => number % 4 === round % 4).map(({ Id }) => Id);
          docker.run('kill', ...some);
          await sleep(500);
          await whole();
        }
      });
      console.log(`     ${answered} calls answered, ${failures.length} not, the slowest in ${slowest} ms`);
      // A call that a container had when it was killed may be lost: it is not known whether it came through.
      expect(failures.every((failure) => /process|replica|broke off/.test(failure)), 'calls fail for another reason', failures.find((failure) => !/process|replica|broke off/.test(failure)));
    });

    await steps.step('the hub is killed and started anew: the containers are the same, and calls go on', async () => {
      const before = running(docker).map(({ Id }) => Id).sort().join();
      await hub.processes[0].kill();
      expect(running(docker).map(({ Id }) => Id).sort().join() === before, 'containers ended with the hub');
      await hub.processes[0].start();
      await until(10, 'a gateway that is ready', async () => (await fetch(`${hub.processes[0].url}/readyz`)).ok);
      const began = performance.now();
      const first = await call(team.url(slugs[0]), key, 'fine');
      console.log(`     the first call was answered ${Math.round(performance.now() - began)} ms after the gateway was ready`);
      expect(first.result?.isError === false, 'the first call fails', first.text);
      const { answered, failures, slowest } = await under(() => sleep(isShort ? 16_000 : 25_000));
      console.log(`     ${answered} calls answered right from the start, ${failures.length} not, the slowest in ${slowest} ms`);
      expect(failures.length === 0, 'calls fail', failures[0]);
      expect(running(docker).map(({ Id }) => Id).sort().join() === before, 'containers were replaced');
    });

    await steps.step('the engine is killed and started anew: it all comes back', async () => {
      await docker.kill();
      await sleep(2_000);
      await docker.start();
      await whole();
      for (const slug of slugs) await until(60, `${slug} to be well`, async () => (await team.ada.get(`${team.o}/servers/${slug}/deployment`)).state === 'running');
      const { failures } = await under(() => sleep(2_000));
      expect(failures.length === 0, 'calls fail', failures[0]);
    });

    await steps.step('a container that somebody else removes is replaced', async () => {
      const [one] = running(docker);
      docker.run('rm', '-f', one.Id);
      await sleep(500);
      await whole();
    });

    await steps.step('a container of somebody else\'s is left alone', async () => {
      const image = running(docker)[0].Image;
      docker.run('run', '-d', '--name', 'bystander', '--network', 'none', image);
      await sleep(500);
      expect(docker.run('ps', '-aq', '--filter', 'name=bystander') !== '', 'it is gone');
    });

    await steps.step('all are stopped: nothing is left of them', async () => {
      await Promise.all(slugs.map(async (slug) => { await team.ada.delete(`${team.o}/servers/${slug}/deployment`); await team.settled(slug, 'stopped'); }));
      await until(60, 'nothing to be left', (show) => {
        const now = left(docker, folder, before);
        show(now);
        // The bystander holds one image.
        return now.containers.length === 0 && now.folders.length === 0 && now.images.length <= 1;
      });
      expect(docker.run('ps', '-aq', '--filter', 'name=bystander') !== '', 'so is what belongs to somebody else');
      docker.run('rm', '-f', 'bystander');
      expect(containers(docker).length === 0, 'containers are left');
    });
  });
}
