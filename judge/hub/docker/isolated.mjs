// An attack from within a server's container: what it reaches is its upstream, by the one way out, and nothing else.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';

import { withHub } from '../lib/bench.mjs';
import { expect } from '../lib/steps.mjs';
import { running } from './containers.mjs';

/** Addresses that no packet may ever be sent to: it is asked whether there is a way there, as connecting a datagram socket asks. */
const PLACES = ['169.254.169.254', '1.1.1.1', '10.0.0.1', '172.17.0.1', '192.168.0.1', 'fd00::1'];
const ROUTES = `
import socket, sys, json
found = {}
for place in json.loads(sys.argv[1]):
    family = socket.AF_INET6 if ':' in place else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.connect((place, 80))
        found[place] = 'there is a way'
    except OSError as error:
        found[place] = error.strerror
for port in json.loads(sys.argv[2]):
    try:
        socket.create_connection(('127.0.0.1', port), 2).close()
        found[port] = 'connected'
    except OSError as error:
        found[port] = error.strerror
print(json.dumps(found))`;

export async function isolated({ steps, binary, docker, settings, folder }) {
  await withHub(steps, 'isolated', binary, { settings }, async ({ hub, team, api, upstream }) => {
    const other = createServer((socket) => socket.end('not yours'));
    await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve); });
    for (const slug of ['mine', 'theirs']) {
      await team.server(slug, api);
      await team.deploy(slug, { target: 'docker' });
    }
    for (const slug of ['mine', 'theirs']) await team.settled(slug);
    const [mine, theirs] = running(docker);
    const inside = (...words) => spawnSync('nsenter', ['-t', String(mine.State.Pid), '-n', ...words], { encoding: 'utf8' });

    await steps.step('there is no interface but its own loopback', () => {
      const { stdout } = inside('cat', '/proc/net/dev');
      const names = stdout.split('\n').slice(2).map((line) => line.split(':')[0].trim()).filter(Boolean);
      expect(names.every((name) => !/^(eth|veth|br|docker)/.test(name)) && names.includes('lo'), 'it has an interface', names);
    });
    await steps.step('there is no way to the metadata address, to private networks, to the internet; nobody listens on its loopback', () => {
      const ports = [other.address().port, hub.processes[0].port, 54329, 63799, 5432];
      const { stdout, stderr } = inside('python3', '-c', ROUTES, JSON.stringify(PLACES), JSON.stringify(ports));
      const found = JSON.parse(stdout || '{}');
      expect(Object.keys(found).length === PLACES.length + ports.length, 'not everything was tried', stderr);
      expect(Object.values(found).every((what) => ['Network is unreachable', 'Connection refused', 'Cannot assign requested address'].includes(what)), 'something can be reached', found);
    });
    await steps.step('it sees no file of another server, and no socket of the engine', () => {
      const shared = readdirSync(`${root(mine)}/run/hub`).sort();
      expect(shared.join() === 'mcp.sock,out.sock', 'the folder that it shares has more in it', shared);
      const files = readdirSync(root(mine)).sort();
      expect(!files.some((name) => ['var', 'bin', 'usr', 'home', 'tmp'].includes(name)), 'there is more in its image than the server', files);
      const sockets = running(docker).map(({ Mounts }) => Mounts.filter(({ Type }) => Type === 'bind').map(({ Source }) => Source).join());
      expect(sockets.length === 2 && sockets[0] !== sockets[1] && sockets.every((path) => path.startsWith(folder)), 'two servers share a folder', sockets);
    });
    const out = `${root(mine)}/run/hub/out.sock`;
    const upstreamPort = new URL(upstream.base).port;
    await steps.step('its way out leads to its upstream', async () => {
      const said = await through(out, '127.0.0.1', upstreamPort, 'GET /fine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(said.startsWith('ok\nHTTP/1.1 200'), 'it does not', said);
    });
    await steps.step('and nowhere else: to no other port, no other name, no address in another form', async () => {
      const places = [
        ['127.0.0.1', other.address().port], ['127.0.0.1', hub.processes[0].port], ['localhost', upstreamPort], ['127.0.0.2', upstreamPort], ['2130706433', upstreamPort],
        ['0x7f000001', upstreamPort], ['[::ffff:127.0.0.1]', upstreamPort], ['169.254.169.254', 80], ['example.com', 443], ['127.0.0.1', `0${upstreamPort}`], ['127.0.0.1 ', upstreamPort], ['', upstreamPort],
      ];
      for (const [host, port] of places) {
        const said = await through(out, host, port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        const isSame = host === '127.0.0.1' && Number(port) === Number(upstreamPort);
        expect(isSame || !said.startsWith('ok'), `${host}:${port} can be reached`, said);
      }
    });
    await steps.step('whoever says too much, or nothing, is let go', async () => {
      expect((await through(out, 'x'.repeat(5_000), 80, '')) === '', 'a name without an end is read on');
      expect(!(await through(out, 'nobody', 'port', '')).startsWith('ok'), 'a port that is none is taken');
    });
    await steps.step('another server\'s socket wants another token', async () => {
      const path = `${root(theirs)}/run/hub/mcp.sock`;
      const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
      const said = await raw(path, `POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
      expect(said.startsWith('HTTP/1.1 401'), 'it answers without one', said.slice(0, 200));
    });
    await new Promise((resolve) => { other.close(resolve); });
    for (const slug of ['mine', 'theirs']) {
      await team.ada.delete(`${team.o}/servers/${slug}/deployment`);
      await team.settled(slug, 'stopped');
    }
  });
}

/** A container's files, as this machine sees them. */
const root = ({ State }) => `/proc/${State.Pid}/root`;

/** Asks the way out for a connection, and says something on it. */
function through(path, host, port, words) {
  return raw(path, `${host} ${port}\n`, words);
}

function raw(path, ...parts) {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(path, () => { for (const part of parts) socket.write(part); });
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on('data', (bytes) => { said += bytes; });
    socket.on('error', () => {});
    socket.on('close', () => resolve(said));
  });
}
