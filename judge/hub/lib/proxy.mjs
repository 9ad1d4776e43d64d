// Passes requests on as they come, with an Authorization where one is given, and notes what was answered: bodies flow both ways as they come.

import { createServer, request } from 'node:http';

export class Proxy {
  /** `to`: where requests go; `authorization`: what is said beside what the client says, or nothing. */
  static async start(to, authorization) {
    const proxy = Object.assign(new Proxy(), { to: new URL(to), authorization, answered: [] });
    proxy.server = createServer((asked, answer) => proxy.pass(asked, answer));
    await new Promise((resolve) => { proxy.server.listen(0, '127.0.0.1', resolve); });
    proxy.base = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  pass(asked, answer) {
    // Raw, so that what a client writes strangely arrives as strangely, its Host too.
    const headers = this.authorization ? [...asked.rawHeaders, 'Authorization', this.authorization] : asked.rawHeaders;
    const onward = request({ host: this.to.hostname, port: this.to.port, method: asked.method, path: asked.url, headers }, (came) => {
      this.answered.push({ method: asked.method, path: asked.url, status: came.statusCode });
      answer.writeHead(came.statusCode, came.statusMessage, came.rawHeaders);
      // The status of a stream is known before its first event.
      answer.flushHeaders();
      came.pipe(answer);
      came.once('error', () => answer.destroy());
    });
    onward.once('error', () => answer.destroy());
    answer.once('close', () => onward.destroy());
    asked.pipe(onward);
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }
}
