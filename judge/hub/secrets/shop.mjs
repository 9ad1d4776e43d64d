// A shop that wants a key, as a hub with a Vault calls it: keys that nobody may show, the credential's source, and the calls that tell which key is in use.

import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { withHub } from '../lib/bench.mjs';
import { call } from '../lib/caller.mjs';
import { keyed } from '../lib/keyed.mjs';
import { expect, until } from '../lib/steps.mjs';

/** Seconds between two looks of the hub at its sources. */
export const REFRESH = 2;
/** Seconds within which what changed in a source is in use: a look, the look before it, and the way to the server. */
export const SOON = 3 * REFRESH + 4;

/** The policy of a hub whose organisations' folders are below `secret/mcphub/`. */
export const FOLDERS = { 'secret/data/mcphub/*': ['read'] };

/** Settings with which a hub signs in by AppRole. */
export async function byRole(vault, role) {
  const { data } = await vault.read(`auth/approle/role/${role}/role-id`);
  const { secret_id: secretId } = await vault.secretId(role);
  return { MCPHUB__VAULT__ADDRESS: vault.address, MCPHUB__VAULT__APP_ROLE__ROLE_ID: data.role_id, MCPHUB__VAULT__APP_ROLE__SECRET_ID: secretId };
}

/** Of a hub whose credentials are in Vault. */
export const SOURCES = { MCPHUB__VAULT__CREDENTIALS: 'secret/mcphub/{organisation}', MCPHUB__SECRETS__REFRESH_SECONDS: String(REFRESH) };

/** Runs a body with a hub, a shop and an API of it. `options`: those of `withHub`; `target`: where the shop's server runs. */
export async function withShop({ steps, binary, canaries, name, target, host }, options, body) {
  const words = {};
  const { server, document } = await keyed(words, host);
  try {
    // What Vault's client says for itself is looked at, too.
    const settings = { MCPHUB__TELEMETRY__LEVEL: 'debug,vaultrs=trace,rustify=trace,reqwest=trace', ...options.settings };
    await withHub(steps, `secrets-${name}`, binary, { host, ...options, settings }, async (given) => {
      const shop = Object.assign(new Shop(), { ...given, words, canaries, binary, target, document });
      shop.api = await given.team.api(document);
      given.team.rest.kept = canaries.keep;
      given.team.ada.kept = canaries.keep;
      shop.caller = (await given.team.key('caller')).key;
      await body(shop);
    });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => { server.close(closed); });
  }
}

class Shop {
  get path() {
    return `${this.team.o}/apis/${this.api}/credentials/key`;
  }

  /** A new key of the shop's, which is answered with these words and shown by nobody. */
  key(words) {
    const key = this.canaries.plant(words, `key-${randomBytes(18).toString('hex')}`);
    this.words[key] = words;
    return key;
  }

  set(body) {
    return this.team.ada.send('PUT', this.path, { body });
  }

  /** Sets where the credential's value is; answers its view. */
  async source(source) {
    const { status, body } = await this.set({ source });
    expect(status < 300, 'it is refused', body);
    return body;
  }

  /** As the list shows it. */
  async view() {
    return (await this.team.ada.get(`${this.team.o}/apis/${this.api}/credentials`)).items.find(({ scheme }) => scheme === 'key');
  }

  async served(slug = 'shop') {
    await this.team.server(slug, this.api);
    await this.team.deploy(slug, this.target && this.target !== 'embedded' ? { target: this.target } : {});
    return this.team.settled(slug);
  }

  /** What the shop says. */
  async says(slug = 'shop') {
    const answer = await call(this.team.url(slug), this.caller, 'pet');
    return answer.words ?? answer.text;
  }

  async opened(words, slug) {
    const said = await this.says(slug);
    expect(said.includes(words), `the answer is without "${words}"`, said);
  }

  /** Waits until calls are made with the key of these words; answers how many seconds that took. */
  async opens(words, seconds = SOON) {
    const began = performance.now();
    await until(seconds, `a call with the key of "${words}"`, async (show) => {
      const said = await this.says();
      show(said);
      return said.includes(words);
    });
    return (performance.now() - began) / 1000;
  }

  /** Waits until the view names a problem that these words are in; answers it. */
  troubled(pattern, seconds = SOON + 10) {
    return until(seconds, `a problem of the source that says ${pattern}`, async (show) => {
      const { source_problem: problem } = await this.view();
      show(problem);
      return problem && pattern.test(problem) && problem;
    });
  }

  fine(seconds = SOON + 10) {
    return until(seconds, 'a source without a problem', async (show) => {
      const view = await this.view();
      show(view);
      return view.source_problem === null && view;
    });
  }

  async again() {
    const [one] = this.hub.processes;
    await one.stop();
    await one.start();
  }
}

/** Every file below a folder. */
export function files(folder) {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]);
}

/** None of the planted secrets is in these places. */
export function clean(canaries, places) {
  expect(places.length > 0, 'there was nothing to look at');
  const found = canaries.find(places);
  expect(found.length === 0, `${found.length} findings`, found.slice(0, 5));
}
