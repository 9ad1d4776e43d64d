// How an exported project of each language is installed, linted, tested and started. What projects share is installed once.

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Runs a program; what it said where it failed. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20, timeout: 900_000, ...options });
  return done.status === 0 ? null : `${command} ${args.slice(0, 3).join(' ')}: ${(done.error?.message ?? `${done.stdout}${done.stderr}`).slice(-1500)}`;
}

export const LANGUAGES = {
  python: {
    needs: 'python3',
    prepare(folder, cache) {
      const bin = join(cache, 'python', 'bin');
      if (!existsSync(join(bin, 'ruff'))) {
        mkdirSync(cache, { recursive: true });
        const failed = run('python3', ['-m', 'venv', join(cache, 'python')]) ?? run(join(bin, 'pip'), ['install', '-q', '-r', join(folder, 'requirements.txt')])
          ?? run(join(bin, 'pip'), ['install', '-q', 'ruff==0.17.6', 'mypy==2.4.1', 'pytest==9.2.0']);
        if (failed) throw new Error(failed);
      }
      // What only gRPC needs comes with the first project that has it.
      const more = readFileSync(join(folder, 'pyproject.toml'), 'utf8').match(/(?:types-)?(?:grpcio|protobuf)==[\w.]+/g);
      if (more && !existsSync(join(cache, 'python', 'grpc.installed'))) {
        const failed = run(join(bin, 'pip'), ['install', '-q', ...more]);
        if (failed) throw new Error(failed);
        writeFileSync(join(cache, 'python', 'grpc.installed'), '');
      }
    },
    checks(folder, cache) {
      const bin = join(cache, 'python', 'bin');
      const env = { ...process.env, PYTHONPATH: join(folder, 'src') };
      return [
        ['ruff check', join(bin, 'ruff'), ['check', '--no-cache', '.']], ['ruff format', join(bin, 'ruff'), ['format', '--no-cache', '--check', '.']],
        ['mypy', join(bin, 'mypy'), ['--cache-dir', join(cache, 'mypy')]], ['pytest', join(bin, 'pytest'), ['-q', '-p', 'no:cacheprovider']],
      ].map(([name, command, args]) => [name, () => run(command, args, { cwd: folder, env })]);
    },
    start(folder, cache, module) {
      return { command: join(cache, 'python', 'bin', 'python'), args: ['-m', module], env: { PYTHONPATH: join(folder, 'src') } };
    },
  },
  typescript: {
    needs: 'npm',
    // Projects that depend on the same packages share them.
    prepare(folder, cache) {
      const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const shared = join(cache, 'typescript', Object.keys(dependencies).join('-').replace(/[^a-z-]/g, '-'));
      const modules = join(shared, 'node_modules');
      if (!existsSync(join(modules, '.bin', 'prettier'))) {
        mkdirSync(shared, { recursive: true });
        for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(folder, file), join(shared, file));
        const failed = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: shared });
        if (failed) throw new Error(failed);
      }
      if (!existsSync(join(folder, 'node_modules'))) symlinkSync(modules, join(folder, 'node_modules'));
      const failed = run(join(modules, '.bin', 'tsc'), [], { cwd: folder });
      if (failed) throw new Error(failed);
    },
    checks(folder) {
      return [
        ['prettier', () => run(join(folder, 'node_modules', '.bin', 'prettier'), ['--check', '.'], { cwd: folder })],
        ['tests', () => run('node', ['--test', ...readdirSync(join(folder, 'dist/test')).filter((name) => name.endsWith('.test.js')).map((name) => `dist/test/${name}`)], { cwd: folder })],
      ];
    },
    start: () => ({ command: 'node', args: ['dist/src/main.js'], env: {} }),
  },
  go: {
    needs: 'go',
    // Modules and what is built of them are shared by the toolchain itself.
    prepare(folder) {
      const failed = run('go', ['build', '-o', 'server', '.'], { cwd: folder });
      if (failed) throw new Error(failed);
    },
    checks(folder) {
      return [
        ['gofmt', () => { const { stdout } = spawnSync('gofmt', ['-l', '.'], { cwd: folder, encoding: 'utf8' }); return stdout ? `not formatted: ${stdout}` : null; }],
        ['go vet', () => run('go', ['vet', './...'], { cwd: folder })],
        ['go mod tidy', () => run('go', ['mod', 'tidy', '-diff'], { cwd: folder })],
        ['go test', () => run('go', ['test', './...'], { cwd: folder })],
      ];
    },
    start: (folder) => ({ command: join(folder, 'server'), args: [], env: {} }),
  },
  rust: {
    needs: 'cargo',
    prepare(folder, cache) {
      const failed = run('cargo', ['build', '--locked', '--quiet'], { cwd: folder, env: shared(cache) });
      if (failed) throw new Error(failed);
    },
    checks(folder, cache) {
      return [
        ['rustfmt', ['fmt', '--check']], ['clippy', ['clippy', '--locked', '--quiet', '--all-targets', '--', '-D', 'warnings']],
        ['tests', ['test', '--locked', '--quiet']],
      ].map(([name, args]) => [name, () => run('cargo', args, { cwd: folder, env: shared(cache) })]);
    },
    start: (folder, cache, module) => ({ command: join(cache, 'rust', 'debug', module.replaceAll('_', '-')), args: [], env: {} }),
  },
};

/** All Rust projects build their dependencies into one folder. */
function shared(cache) {
  return { ...process.env, CARGO_TARGET_DIR: join(cache, 'rust') };
}

/** Starts an exported server and waits until it listens. */
export async function start({ command, args, env, cwd }, extra) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env, ...extra, PORT: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`not listening: ${said}`)); }, 90_000);
    createInterface({ input: child.stderr }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-3000);
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found) { clearTimeout(late); resolve(found[1]); }
    });
    child.once('exit', (code) => { clearTimeout(late); reject(new Error(`exit ${code}: ${said}`)); });
  });
  return {
    url,
    said: () => said,
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      child.once('exit', () => { clearTimeout(late); resolve(); });
      child.kill('SIGTERM');
    }),
  };
}
