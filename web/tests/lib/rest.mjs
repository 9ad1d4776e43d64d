// The REST API as somebody uses it without the console: to make what a flow needs, and to see that what was clicked has happened.

import { ADA } from './world.mjs';

export class Rest {
  /** Signs in; `{organisation}` in paths stands for the organisation that is given, or for one's first. */
  static async signIn(base, { email, password }, organisation) {
    const rest = new Rest(base);
    const { access_token: token } = await rest.post('/sessions', { email, password });
    rest.token = token;
    rest.organisation = organisation ?? (await rest.get('/organisations')).items[0].slug;
    return rest;
  }

  constructor(base) {
    this.base = base;
  }

  /** Like this one, in another organisation. */
  in(organisation) {
    return Object.assign(new Rest(this.base), this, { organisation });
  }

  async send(method, path, body) {
    const headers = { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(`${this.base}/api/v1${path.replace('{organisation}', this.organisation)}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 400)}`);
    return text ? JSON.parse(text) : undefined;
  }

  get(path) {
    return this.send('GET', path);
  }

  post(path, body = {}) {
    return this.send('POST', path, body);
  }

  patch(path, body) {
    return this.send('PATCH', path, body);
  }

  put(path, body) {
    return this.send('PUT', path, body);
  }

  delete(path) {
    return this.send('DELETE', path);
  }

  /** Registers an API, and waits for what becomes of its document. */
  async register(given) {
    const api = await this.post('/organisations/{organisation}/apis', given);
    return { api, job: await this.ended(api.job) };
  }

  /** A job, once it has ended. */
  async ended(id) {
    for (;;) {
      const job = await this.get(`/organisations/{organisation}/jobs/${id}`);
      if (!['queued', 'running'].includes(job.state)) return job;
      await new Promise((done) => { setTimeout(done, 50); });
    }
  }
}

/** As whoever the flows sign in as, within their first organisation. */
export async function rest(world) {
  const client = await Rest.signIn(world.url, ADA);
  const { token, organisation } = client;
  return { token, organisation, ask: (method, path, body) => client.send(method, `/organisations/{organisation}${path}`, body) };
}
