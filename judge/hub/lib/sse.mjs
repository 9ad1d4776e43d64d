// Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) until told to stop.

export class Stream {
  /** Opens a stream; events are collected as they come. */
  static async open(url, headers, kept) {
    const stream = new Stream();
    stream.stopper = new AbortController();
    stream.events = [];
    stream.isOver = false;
    const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: stream.stopper.signal });
    if (response.status !== 200) throw new Error(`the stream answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    stream.reading = stream.read(response, kept, url).catch(() => {}).finally(() => { stream.isOver = true; });
    return stream;
  }

  async read(response, kept, url) {
    const decoder = new TextDecoder();
    let text = '';
    for await (const bytes of response.body) {
      const piece = decoder.decode(bytes, { stream: true });
      kept?.(`SSE ${new URL(url).pathname}`, piece);
      text += piece;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  take(block) {
    const event = { name: 'message', id: undefined, data: '' };
    for (const line of block.split('\n')) {
      const [, field, value] = line.match(/^([a-z]+): ?(.*)$/) ?? [];
      if (field === 'event') event.name = value;
      else if (field === 'id') event.id = value;
      else if (field === 'data') event.data += value;
    }
    if (event.data) this.events.push({ ...event, data: JSON.parse(event.data) });
  }

  async close() {
    this.stopper.abort();
    await this.reading;
  }
}
