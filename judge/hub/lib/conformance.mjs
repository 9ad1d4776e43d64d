// The conformance scenarios that fit any server, run by a script; a key, which the suite cannot send, is added on the way.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Proxy } from './proxy.mjs';
import { expect } from './steps.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
/** Scenarios that say of themselves that they are for servers without authentication. */
const NOT_FOR_US = ['dns-rebinding-protection'];

export class Conformance {
  /** `script`: what runs the scenarios; `folder`: where it may write; `url`: of the hub, and `key` what is shown to it. */
  static async begin({ script, folder, url, key }) {
    const suite = join(folder, 'suite');
    // The script writes where the suite is; what is installed stays clean.
    mkdirSync(suite);
    if (existsSync(join(modules, '.bin/conformance'))) symlinkSync(modules, join(suite, 'node_modules'));
    return Object.assign(new Conformance(), { script, suite, proxy: await Proxy.start(url, `Bearer ${key}`) });
  }

  /** Runs them against the server at this path; fails when one does that should not. */
  async of(path) {
    const words = await ran(this.script, [new URL(path, this.proxy.base).href], this.suite);
    const named = (verdict) => words.split('\n').filter((line) => line.startsWith(verdict)).map((line) => line.slice(5).trim());
    const failed = named('FAIL').filter((name) => !NOT_FOR_US.includes(name.split(' ')[1]));
    expect(failed.length === 0 && named('ok').length > 0, failed.join(', '), words);
    const apart = named('FAIL');
    console.log(`     ${named('ok').length} scenarios passed${apart.length > 0 ? `; apart from these, which are for servers without authentication: ${apart.join(', ')}` : ''}`);
  }

  stop() {
    return this.proxy.stop();
  }
}

function ran(program, args, suite) {
  const env = existsSync(join(suite, 'node_modules')) ? { ...process.env, MCP_CONFORMANCE_DIR: suite } : process.env;
  return new Promise((done) => {
    execFile(program, args, { env, timeout: 600_000, maxBuffer: 1 << 26 }, (_, out, err) => done(out + err));
  });
}
