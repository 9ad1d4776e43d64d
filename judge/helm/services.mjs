// PostgreSQL and Redis of a run's own, behind passwords, where the cluster's pods reach them.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PASSWORD = 'only-for-this-run';
const PORTS = { postgres: 54331, redis: 63801 };

function run(program, ...words) {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (error || status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
}

/** Starts both at an address; `stop()` ends them and forgets what they kept. They are Debian's, as `make services` installs them. */
export function services(host) {
  const folder = mkdtempSync(join(tmpdir(), 'hub-services-'));
  const versions = readdirSync('/usr/lib/postgresql').sort((one, other) => Number(one) - Number(other));
  const bin = `/usr/lib/postgresql/${versions.at(-1)}/bin`;
  const data = join(folder, 'data');
  // PostgreSQL does not run as root.
  const asPostgres = (...words) => run('setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--', ...words);
  run('chown', 'postgres', folder);
  const secret = join(folder, 'password');
  writeFileSync(secret, PASSWORD);
  run('chown', 'postgres', secret);
  asPostgres(`${bin}/initdb`, '-D', data, '-U', 'mcphub', '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8', '--no-sync');
  writeFileSync(join(data, 'pg_hba.conf'), 'host all all 0.0.0.0/0 scram-sha-256\n');
  asPostgres(`${bin}/pg_ctl`, '-D', data, '-w', '-l', join(folder, 'postgres.log'), '-o', `-c listen_addresses=${host} -p ${PORTS.postgres} -c unix_socket_directories=${folder} -c fsync=off`, 'start');
  const settings = join(folder, 'redis.conf');
  writeFileSync(settings, `bind ${host}\nport ${PORTS.redis}\nrequirepass ${PASSWORD}\nsave ""\nappendonly no\ndaemonize yes\ndir ${folder}\npidfile ${folder}/redis.pid\nlogfile ${folder}/redis.log\n`);
  run('redis-server', settings);
  return {
    ports: PORTS,
    postgres: `postgres://mcphub:${PASSWORD}@${host}:${PORTS.postgres}/postgres`,
    redis: `redis://:${PASSWORD}@${host}:${PORTS.redis}`,
    stop() {
      asPostgres(`${bin}/pg_ctl`, '-D', data, '-m', 'immediate', 'stop');
      process.kill(Number(readFileSync(join(folder, 'redis.pid'), 'utf8')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
