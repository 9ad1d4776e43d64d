// Somebody with an organisation, who makes servers of documents and deploys them: a hub's first administrator, or anybody.

import { Rest } from './rest.mjs';
import { expect } from './steps.mjs';

const ADMIN = { email: 'ada@example.com', password: 'wPz7!kestrel-Orchid-19' };
/** Seconds that a deployment gets to settle. */
const PATIENCE = 60;

export class Team {
  /** Sets a fresh hub up, or comes to one whose `admin` is known. `target`: where its servers run, when it is not the gateway's own process. */
  static async begin(hub, { slug = 'team', target } = {}) {
    const rest = new Rest(hub.apis.map((one) => one.url));
    if (!hub.admin) await rest.post('/setup', { token: hub.setupToken, name: 'Ada', ...ADMIN });
    hub.isSetUp = true;
    const { email, password } = hub.admin ?? ADMIN;
    return Object.assign(new Team(), { hub, rest, slug, target, who: { email, password } }).found();
  }

  /** Somebody else of the same hub, who is no administrator, with an organisation of their own. Anybody may sign up there. */
  async another(slug) {
    // Everybody has an organisation of their own name, too.
    const name = `owner-of-${slug}`;
    const who = { email: `${name}@example.com`, password: ADMIN.password };
    await this.rest.post('/accounts', { ...who, name });
    const { hub, rest, target } = this;
    return Object.assign(new Team(), { hub, rest, slug, target, who }).found();
  }

  /** Makes the organisation. */
  async found() {
    const first = await this.signedIn();
    this.id = (await first.post('/organisations', { name: this.slug, slug: this.slug })).id;
    this.o = `/organisations/${this.id}`;
    // A key does not run out, as a sign-in does.
    const { permissions } = await first.get(this.o);
    this.ada = this.rest.as((await first.post(`${this.o}/api-keys`, { name: 'ada', scopes: permissions })).key);
    return this;
  }

  /** As somebody who is signed in, for some minutes. */
  async signedIn() {
    return this.rest.as((await this.rest.post('/sessions', this.who)).access_token);
  }

  /** Registers a document, compiled; answers its identifier. `secrets`: values of schemes, by name. */
  async api(text, settings = {}, secrets = {}) {
    const upload = await this.ada.ask('POST', `${this.o}/uploads`, { bytes: Buffer.from(text), type: 'application/octet-stream' });
    const source = { type: 'upload', upload: upload.id };
    const made = await this.ada.post(`${this.o}/apis`, { source, settings: { probe_every: null, ...settings } });
    const job = await this.ada.ended(this.id, made.job, 120);
    expect(job.state === 'succeeded', 'the document was not compiled', job);
    for (const [scheme, value] of Object.entries(secrets)) await this.ada.put(`${this.o}/apis/${made.id}/credentials/${scheme}`, { value });
    return made.id;
  }

  /** Makes a server of an API, with a first version. */
  async server(slug, api, settings = {}, design = {}) {
    const made = await this.ada.post(`${this.o}/servers`, { name: slug, slug, settings, design: { sources: [{ api }], ...design } });
    await this.ada.post(`${this.o}/servers/${slug}/versions`);
    return made;
  }

  deploy(slug, body = {}) {
    return this.ada.put(`${this.o}/servers/${slug}/deployment`, this.target && this.target !== 'embedded' ? { target: this.target, ...body } : body);
  }

  /** Waits until a deployment is settled; it has to have come to `state`. */
  async settled(slug, state = 'running') {
    const end = Date.now() + PATIENCE * 1000;
    for (;;) {
      const seen = await this.ada.get(`${this.o}/servers/${slug}/deployment?wait=30`);
      if (seen.is_settled && seen.state === state) return seen;
      // A failed one is tried again, and may come to it yet.
      expect(Date.now() < end, `${slug} is not ${state} after ${PATIENCE} s`, seen);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }

  /** A server that is served. */
  async serve(slug, api, settings, design) {
    const made = await this.server(slug, api, settings, design);
    await this.deploy(slug);
    await this.settled(slug);
    return made;
  }

  /** Another version of a server, whose tool `fine` says in its description which it is. Answers its number. */
  async freeze(slug, api, words) {
    const curation = { tools: { 'GET /fine': { description: words } } };
    await this.ada.patch(`${this.o}/servers/${slug}`, { design: { sources: [{ api, curation }] } });
    return (await this.ada.post(`${this.o}/servers/${slug}/versions`)).number;
  }

  /** A key that may call servers, and nothing else. */
  async key(name, more = {}) {
    // Keys are made by people.
    return (await this.signedIn()).post(`${this.o}/api-keys`, { name, scopes: ['servers:call'], ...more });
  }

  /** Where a server is, at one of the gateways. */
  url(slug, gateway = this.hub.gateways[0]) {
    return `${gateway.url}/mcp/${this.slug}/${slug}`;
  }
}
