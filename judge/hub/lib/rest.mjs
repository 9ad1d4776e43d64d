// A small client of the REST API. Requests are spread over the processes; answers are kept for those who look for secrets in them.

/** What goes wrong between client and hub when the hub dies: nobody knows whether the request was done. */
export class Unanswered extends Error {}

export class Rest {
  /** `places`: functions or texts that say where the hub is; `kept`: where answers are noted, or nothing. */
  constructor(places, kept) {
    Object.assign(this, { places, kept, turn: { number: 0 }, token: undefined });
  }

  /** The same client as somebody else. */
  as(token) {
    return Object.assign(Object.create(Rest.prototype), this, { token });
  }

  /** The same client, always at one process. */
  at(place) {
    return Object.assign(Object.create(Rest.prototype), this, { places: [place] });
  }

  where() {
    this.turn.number += 1;
    return this.places[this.turn.number % this.places.length];
  }

  /** Any answer is an answer. `shows`: the answer may show a secret, and is not kept. */
  async send(method, path, { body, bytes, type, headers = {}, shows = false, timeout = 70_000 } = {}) {
    const all = { ...headers };
    if (this.token) all.authorization = `Bearer ${this.token}`;
    if (body !== undefined) all['content-type'] = 'application/json';
    if (type) all['content-type'] = type;
    const url = `${this.where()}${path.startsWith('//') ? path.slice(1) : `/api/v1${path}`}`;
    let response;
    let text;
    try {
      response = await fetch(url, { method, headers: all, body: bytes ?? (body === undefined ? undefined : JSON.stringify(body)), signal: AbortSignal.timeout(timeout) });
      text = await response.text();
    } catch (error) {
      throw new Unanswered(`${method} ${path}: ${error.cause?.code ?? error.message}`);
    }
    if (this.kept && !shows) this.kept(`${method} ${path} ${response.status}`, `${[...response.headers].map((pair) => pair.join(': ')).join('\n')}\n\n${text}`);
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** An answer that is none of success is a failure. */
  async ask(method, path, options) {
    const answer = await this.send(method, path, options);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body?.detail ?? answer.text.slice(0, 300)}`);
    return answer.body ?? answer.text;
  }

  get(path, options) {
    return this.ask('GET', path, options);
  }

  post(path, body = {}, options = {}) {
    return this.ask('POST', path, { body, ...options });
  }

  put(path, body, options = {}) {
    return this.ask('PUT', path, { body, ...options });
  }

  patch(path, body, options = {}) {
    return this.ask('PATCH', path, { body, ...options });
  }

  delete(path, options = {}) {
    return this.ask('DELETE', path, options);
  }

  /** Every item of a list, page after page. */
  async all(path) {
    const items = [];
    let cursor = '';
    do {
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${cursor}`}`);
      items.push(...page.items);
      cursor = page.next ?? '';
    } while (cursor);
    return items;
  }

  /** The end of a job. */
  async ended(organisation, job, seconds = 60) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const view = await this.get(`/organisations/${organisation}/jobs/${job}?wait=30`);
      if (['succeeded', 'failed', 'cancelled'].includes(view.state)) return view;
      if (Date.now() > end) throw new Error(`the job is ${view.state} after ${seconds} s: ${JSON.stringify(view)}`);
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
