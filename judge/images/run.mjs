// `make images`: images as others see them: tar and sha256, a real Docker engine, real registries, openssl and cosign.
// node run.mjs BINARY RUNTIME [--figures]: with --figures what has to be small and quick has to be (for optimised programs).

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Steps, Skip, expect, until } from '../hub/lib/steps.mjs';
import { Client } from '../lib/mcp.mjs';
import { DOCUMENT, KEY, petstore } from '../lib/petstore.mjs';
import { open, sha256 } from './archive.mjs';
import { engine } from './engine.mjs';
import { PASSWORD, USER, free, isThere, registry } from './registry.mjs';

const [binary, runtime, flag] = process.argv.slice(2);
if (!runtime || (flag && flag !== '--figures')) {
  console.error('usage: run.mjs BINARY RUNTIME [--figures]');
  process.exit(2);
}
const figures = flag === '--figures';
const COSIGN = new URL('../../.cache/go/cosign', import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), 'mcphub-images-'));
const steps = new Steps('images');
const docker = await engine(folder);
const upstream = await petstore();
const ends = [];

/** A second API: another blueprint. */
const other = join(folder, 'other.yaml');
writeFileSync(other, readFileSync(DOCUMENT, 'utf8').replace(/^ {2}title: .*$/m, '  title: Another shop'));
const key = join(folder, 'key.pem');
execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key]);
execFileSync('openssl', ['ec', '-in', key, '-pubout', '-out', join(folder, 'public.pem')], { stdio: 'ignore' });

/** Runs `mcphub image`; answers its digest and its words. */
async function image(source, tag, words, more = {}) {
  const { env = {}, cache = 'cache', fails = false } = more;
  const began = performance.now();
  const command = ['image', source, '--tag', tag, '--runtime', runtime, '--cache-dir', join(folder, cache), ...words];
  const child = spawn(binary, command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...docker.env, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const stream of Object.keys(said)) child[stream].on('data', (text) => { said[stream] += text; });
  const [status] = await once(child, 'close');
  if ((status === 0) === fails) throw new Error(`exit ${status}: ${said.stderr}`);
  const sent = Number(/\((\d+) bytes/.exec(said.stderr)?.[1]);
  return { digest: said.stdout.trim(), words: said.stderr, millis: performance.now() - began, sent };
}

try {
  await steps.step('the same source gives the same archive, in another folder and at another time', async () => {
    const file = (name) => join(folder, name);
    const one = await image(DOCUMENT, 'judge/pets:1', ['--output', file('one.tar')]);
    mkdirSync(file('elsewhere'));
    cpSync(DOCUMENT, file('elsewhere/openapi.yaml'));
    const two = await image(file('elsewhere/openapi.yaml'), 'judge/pets:1', ['--output', file('two.tar')], { cache: 'another' });
    const three = await image(DOCUMENT, 'judge/pets:1', ['--output', file('three.tar')]);
    expect(one.digest === two.digest && two.digest === three.digest, 'the digests differ', [one.digest, two.digest, three.digest]);
    const sums = ['one', 'two', 'three'].map((name) => sha256(readFileSync(file(`${name}.tar`))));
    expect(new Set(sums).size === 1, 'the archives differ', sums);
    console.log(`     the first took ${Math.round(one.millis)} ms, the next ${Math.round(three.millis)} ms`);
    if (figures) expect(three.millis <= 200, 'it takes too long', three.millis);
  });

  await steps.step('what is in it: two files, a user without rights, a list of crates, where it is from', () => {
    const found = open(join(folder, 'one.tar'), join(folder, 'opened'));
    const names = found.layers.map(({ files }) => files);
    expect(names.every((files) => files.length === 1), 'a layer has more than one file', names);
    expect(/^-rwxr-xr-x 0\/0 .* 1970-01-01 00:00:00 mcphub-runtime$/.test(names[0][0]), 'the program is not as it should be', names[0]);
    expect(/^-rw-r--r-- 0\/0 .* 1970-01-01 00:00:00 blueprint.json$/.test(names[1][0]), 'the blueprint is not as it should be', names[1]);
    expect(found.config.config.User === '65532:65532', 'the user', found.config.config);
    expect(found.config.config.Labels['org.opencontainers.image.title'], 'there is no title', found.config.config);
    const kinds = Object.fromEntries(found.attached.map(({ kind, document }) => [kind, document]));
    const sbom = kinds['application/vnd.cyclonedx+json'];
    expect(sbom.compositions[0].aggregate === 'complete', 'the list of crates is not complete', sbom.compositions);
    for (const name of ['hyper', 'rustls', 'hub-runtime']) expect(sbom.components.some((one) => one.name === name), `${name} is not in the list`);
    const provenance = kinds['application/vnd.in-toto+json'];
    expect(provenance.subject[0].digest.sha256 === found.root.digest.slice(7), 'the provenance is of another image', provenance.subject);
    const size = found.layers[0].size;
    console.log(`     the runtime's layer has ${(size / 1e6).toFixed(2)} MB, the blueprint's ${found.layers[1].size} bytes; ${sbom.components.length} components`);
    if (figures) expect(size <= 15e6, 'the runtime is too large', size);
    const paths = [process.cwd(), process.env.HOME].filter((path) => path && path.length > 4 && found.layers.some(({ tar }) => tar.includes(path)));
    expect(paths.length === 0, 'a path of this machine is in it', paths);
  });

  await steps.step('a real engine runs it read-only, as nobody, without capabilities, in 64 MiB', async () => {
    if (docker.missing) throw new Skip(docker.missing);
    await image(DOCUMENT, 'judge/pets:loaded', ['--load']);
    const port = await free();
    const id = docker.run('create', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--memory', '64m', '--network', 'host',
      '-e', `MCPHUB_LISTEN=127.0.0.1:${port}`, '-e', `UPSTREAM_URL=${upstream.base}`, '-e', 'MCPHUB_ALLOW_PRIVATE_UPSTREAMS=true',
      '-e', `AUTH_API_KEY=${KEY}`, '-e', 'MCPHUB_TOKEN=shown', 'judge/pets:loaded');
    ends.push(() => docker.try('rm', '-f', id));
    const starting = performance.now();
    docker.run('start', id);
    const client = new Client(`http://127.0.0.1:${port}/mcp`);
    client.headers.authorization = 'Bearer shown';
    const answered = await until(20, 'an answer', () => client.ask('tools/list').then(() => Date.now(), () => 0));
    const whole = performance.now() - starting;
    const { State: state } = JSON.parse(docker.run('inspect', id))[0];
    const took = answered - Date.parse(state.StartedAt);
    console.log(`     answered ${took} ms after its start (${Math.round(whole)} ms with what the engine does before)`);
    if (figures) expect(took <= 300, 'it starts too slowly', took);
    await client.open();
    const answer = await client.call('list_pets', {});
    expect(answer.structuredContent?.items?.length > 0, 'the call failed', answer);
    const stranger = await fetch(client.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(stranger.status === 401, 'a stranger is let in', stranger.status);
    const process = docker.run('top', id, '-eo', 'uid,pid,comm').split('\n').at(-1).trim().split(/\s+/);
    expect(process[0] === '65532', 'it runs as somebody', process);
    expect(docker.try('exec', id, '/bin/sh').status !== 0, 'there is a shell');
    const memory = docker.run('stats', '--no-stream', '--format', '{{.MemUsage}}', id);
    docker.run('stop', id);
    const end = JSON.parse(docker.run('inspect', id))[0].State;
    expect(end.ExitCode === 0 && !end.OOMKilled, 'it did not end in order', end);
    console.log(`     memory: ${memory}`);
  });

  await steps.step('a registry has each layer once: the second server moves at most 100 kB; an engine pulls it', async () => {
    const place = await started('open');
    const first = await image(DOCUMENT, `${place.host}/team/pets:1`, ['--push']);
    const second = await image(other, `${place.host}/team/shop:1`, ['--push']);
    console.log(`     the first push moved ${first.sent} bytes, the second ${second.sent}`);
    expect(second.sent <= 100_000, 'the second push moved too much', second.sent);
    expect(first.sent > second.sent, 'nothing was moved at first', first.sent);
    const again = await image(other, `${place.host}/team/shop:2`, ['--push']);
    expect(/ 0 blobs sent/.test(again.words), 'what is there is sent again', again.words);
    const fallback = await fetch(`http://${place.host}/v2/team/shop/manifests/${second.digest.replace(':', '-')}`, { headers: { accept: 'application/vnd.oci.image.index.v1+json' } });
    const listed = await fallback.json();
    expect(listed.manifests.length === 2, 'what is said of it is not listed once each', listed);
    if (!docker.missing) {
      docker.run('pull', `${place.host}/team/shop:1`);
      expect(docker.run('image', 'inspect', '--format', '{{.RepoDigests}}', `${place.host}/team/shop:1`).includes(second.digest), 'the engine has another digest');
    }
  });

  await steps.step('a password, by a variable and as docker login wrote it down; nobody; the wrong one', async () => {
    const place = await started('basic');
    const nobody = await image(DOCUMENT, `${place.host}/pets:1`, ['--push'], { env: { HOME: folder }, fails: true });
    expect(/401/.test(nobody.words) && /give a user/.test(nobody.words), 'the refusal does not say what to do', nobody.words);
    const wrong = await image(DOCUMENT, `${place.host}/pets:1`, ['--push', '--registry-login', `${USER}=a-wrong-one`], { fails: true });
    expect(/401/.test(wrong.words) && !wrong.words.includes('a-wrong-one'), 'the refusal', wrong.words);
    await image(DOCUMENT, `${place.host}/pets:1`, ['--push', '--registry-login', `${USER}=env:JUDGE_PASSWORD`], { env: { JUDGE_PASSWORD: PASSWORD } });
    const home = join(folder, 'home');
    mkdirSync(join(home, '.docker'), { recursive: true });
    const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ auths: { [place.host]: { auth } } }));
    await image(other, `${place.host}/shop:1`, ['--push'], { env: { HOME: home } });
  });

  await steps.step('tokens: the registry checks them, and a layer is taken over from a repository of another scope', async () => {
    const place = await started('token');
    const login = ['--push', '--registry-login', `${USER}=${PASSWORD}`];
    await image(DOCUMENT, `${place.host}/team/pets:1`, login);
    const second = await image(other, `${place.host}/team/shop:1`, login);
    expect(second.sent <= 100_000, 'the second push moved too much', second.sent);
    await image(DOCUMENT, `${place.host}/team/pets:2`, ['--push', '--registry-login', `${USER}=a-wrong-one`], { fails: true });
  });

  await steps.step('TLS: refused by default, trusted where it is said', async () => {
    const place = await started('tls');
    const refused = await image(DOCUMENT, `${place.host}/pets:1`, ['--push'], { fails: true });
    expect(/certificate/i.test(refused.words), 'the refusal does not name the certificate', refused.words);
    await image(DOCUMENT, `${place.host}/pets:1`, ['--push', '--registry-ca', place.certificate]);
  });

  await steps.step('the signature: openssl finds it good, and of this image', async () => {
    const place = await started('open');
    const { digest } = await image(DOCUMENT, `${place.host}/pets:1`, ['--push', '--sign-key', key]);
    const at = `http://${place.host}/v2/pets`;
    const accept = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const manifest = await (await fetch(`${at}/manifests/${digest.replace(':', '-')}.sig`, { headers: accept })).json();
    const [layer] = manifest.layers;
    const payload = Buffer.from(await (await fetch(`${at}/blobs/${layer.digest}`)).arrayBuffer());
    expect(JSON.parse(payload).critical.image['docker-manifest-digest'] === digest, 'it is of another image', String(payload));
    writeFileSync(join(folder, 'payload'), payload);
    writeFileSync(join(folder, 'signature'), Buffer.from(layer.annotations['dev.cosignproject.cosign/signature'], 'base64'));
    const check = () => spawnSync('openssl', ['dgst', '-sha256', '-verify', join(folder, 'public.pem'), '-signature', join(folder, 'signature'), join(folder, 'payload')]);
    expect(check().status === 0, 'openssl does not find it good');
    writeFileSync(join(folder, 'payload'), `${payload} `);
    expect(check().status !== 0, 'openssl finds everything good');
  });

  await steps.step('the signature: cosign finds it good, and that of an unsigned image missing', async () => {
    if (!existsSync(COSIGN)) throw new Skip('cosign is not installed (.cache/go/cosign)');
    const place = await started('open');
    await image(DOCUMENT, `${place.host}/pets:1`, ['--push', '--sign-key', key]);
    await image(other, `${place.host}/shop:1`, ['--push']);
    const verify = (name) => spawnSync(COSIGN, ['verify', '--key', join(folder, 'public.pem'), '--private-infrastructure', '--allow-http-registry', `${place.host}/${name}`], { encoding: 'utf8' });
    const good = verify('pets:1');
    expect(good.status === 0, 'cosign refuses it', good.stderr);
    expect(verify('shop:1').status !== 0, 'cosign finds everything good');
  });
} finally {
  for (const end of ends.reverse()) await end();
  upstream.stop();
  await docker.stop?.();
  rmSync(folder, { recursive: true, force: true });
}
steps.end();

async function started(kind) {
  if (!isThere()) throw new Skip('there is no docker-registry');
  const place = await registry(mkdtempSync(join(folder, `${kind}-`)), kind);
  ends.push(place.stop);
  return place;
}
