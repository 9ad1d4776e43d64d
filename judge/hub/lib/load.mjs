// Writers that register and edit until they are told to stop. Each notes what the hub acknowledged, and tries what was not answered
// again until it is: with the same idempotency key where something is made.

import { randomUUID } from 'node:crypto';
import { Unanswered } from './rest.mjs';
import { sleep } from './steps.mjs';

const PAUSE = 20;
/** What a hub that starts or ends answers; the request may be sent again. */
const AGAIN = [409, 429, 500, 502, 503, 504];

export class Writer {
  /** `client`: signed in; `o`: the organisation's path; `base`: of the upstream. */
  constructor(number, client, o, base) {
    Object.assign(this, { number, client, o, base, count: 0, retries: 0, isOver: false });
    /** By identifier: what the hub said it keeps. */
    this.apis = new Map();
    this.jobs = new Set();
    this.keys = [];
    this.uploads = new Set();
    /** Every name that was ever asked for; no name may be there twice. */
    this.names = new Set();
    /** What was answered although it should not have been. */
    this.surprises = [];
  }

  async run() {
    while (!this.isOver) {
      try {
        await this.something();
      } catch (error) {
        this.surprises.push(error.message);
      }
      await sleep(Math.random() * PAUSE);
    }
  }

  /** Whatever it does next. */
  async something() {
    const living = [...this.apis.values()].filter((api) => !api.isDeleted);
    const dice = Math.random();
    const one = living[Math.floor(Math.random() * living.length)];
    if (!one || dice < 0.3) return this.register();
    if (dice < 0.65) return this.edit(one);
    if (dice < 0.75) return this.refresh(one);
    if (dice < 0.85) return this.credential(one);
    if (dice < 0.9) return this.key();
    if (dice < 0.95) return this.replace(one);
    return this.remove(one);
  }

  fresh(what) {
    this.count += 1;
    const name = `${what} ${this.number}.${this.count}`;
    this.names.add(name);
    return name;
  }

  /** A document that is like no other. */
  text(name) {
    const paths = { '/vault': { get: { operationId: 'open', security: [{ key: [] }], responses: { 200: { description: `of ${name}` } } } } };
    return JSON.stringify({ openapi: '3.0.3', info: { title: name, version: '1' }, servers: [{ url: `${this.base}/any` }], paths, components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } } });
  }

  /** Sends until it is answered. `done`: statuses that say that an attempt before was done after all. */
  async surely(method, path, options = {}, done = []) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.client.send(method, path, { ...options, timeout: 20_000 });
        if (answer.status < 300) return answer.body;
        if (attempt > 1 && done.includes(answer.status)) return undefined;
        if (!AGAIN.includes(answer.status)) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
        if (answer.status === 500) this.surprises.push(`${method} ${path} answered 500: ${answer.text}`);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
      }
      this.retries += 1;
      if (attempt > 600) throw new Error(`${method} ${path} was not answered`);
      await sleep(100);
    }
  }

  make(path, body) {
    return this.surely('POST', path, { body, headers: { 'idempotency-key': randomUUID() } });
  }

  /** Uploads cannot be told apart, and have no idempotency key: what was not answered may be there twice. */
  async upload(text) {
    const upload = await this.surely('POST', `${this.o}/uploads`, { bytes: Buffer.from(text), type: 'application/octet-stream' });
    this.uploads.add(upload.id);
    return upload.id;
  }

  async register() {
    const name = this.fresh('API');
    const source = Math.random() < 0.3 ? { type: 'upload', upload: await this.upload(this.text(name)) } : { type: 'text', text: this.text(name) };
    const made = await this.make(`${this.o}/apis`, { name, source, description: name, settings: { probe_every: null } });
    if (made.name !== name) this.surprises.push(`${name} was answered as ${made.name}`);
    if (this.apis.has(made.id)) this.surprises.push(`${made.id} was made twice`);
    this.apis.set(made.id, { id: made.id, name, description: name, title: name });
    this.jobs.add(made.job);
  }

  async edit(api) {
    const [name, description] = [this.fresh('Renamed'), this.fresh('about')];
    await this.surely('PATCH', `${this.o}/apis/${api.id}`, { body: { name, description } });
    Object.assign(api, { name, description });
  }

  /** Another document, which the next refresh reads. */
  async replace(api) {
    const title = this.fresh('Title');
    const upload = await this.upload(this.text(title));
    await this.surely('PATCH', `${this.o}/apis/${api.id}`, { body: { source: { type: 'upload', upload } } });
    api.isReplaced = true;
    await this.refresh(api);
    api.title = title;
  }

  async refresh(api) {
    this.jobs.add((await this.make(`${this.o}/apis/${api.id}/refreshes`)).job);
  }

  async credential(api) {
    const value = randomUUID();
    await this.surely('PUT', `${this.o}/apis/${api.id}/credentials/key`, { body: { value } });
    api.credential = value;
  }

  async key() {
    const made = await this.make(`${this.o}/api-keys`, { name: this.fresh('key'), scopes: ['apis:read'] });
    this.keys.push(made.key);
  }

  async remove(api) {
    await this.surely('DELETE', `${this.o}/apis/${api.id}`, {}, [404]);
    api.isDeleted = true;
  }
}
