// The hub's live feed over one WebSocket: opened anew from the last position whenever it ends, so that nothing is missed or comes twice.

import type { Model } from '../client';
import { accessToken, refused } from '../session';

export type LiveItem = Model<'LiveItem'>;
/** `live` while the feed is followed, `waiting` while it is opened again. */
export type LiveState = 'off' | 'waiting' | 'live';

interface Listener {
  item(item: LiveItem): void;
  /** It begins somewhere new: what was read before may lack what happened meanwhile. */
  anew(): void;
  state(state: LiveState): void;
}

type Message = LiveItem & { position: string } | { type: 'hello'; position: string };

/** The longest pause between two attempts, in milliseconds. */
const LONGEST = 15_000;
const PROTOCOL = 'mcphub.live';

export class LiveSocket {
  private socket: WebSocket | undefined;
  private position: string | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;

  constructor(private readonly organisation: string, private readonly listener: Listener) {}

  begin() {
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    void this.open();
  }

  end() {
    this.isOver = true;
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    clearTimeout(this.timer);
    this.socket?.close(1000);
    this.listener.state('off');
  }

  /** Whoever comes back to the page does not wait for the next attempt. */
  private readonly hurry = () => {
    if (!this.timer || document.visibilityState === 'hidden') return;
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.open();
  };

  private async open() {
    this.listener.state('waiting');
    const token = await accessToken().catch(() => undefined);
    if (this.isOver) return;
    if (!token) return this.later();
    const url = new URL(`/api/v1/organisations/${encodeURIComponent(this.organisation)}/live`, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.position) url.searchParams.set('after', this.position);
    const socket = new WebSocket(url, [PROTOCOL, `bearer.${token}`]);
    this.socket = socket;
    let isOpen = false;
    socket.onopen = () => {
      isOpen = true;
      this.failures = 0;
      this.listener.state('live');
    };
    socket.onmessage = (message) => { this.hear(JSON.parse(String(message.data)) as Message); };
    socket.onclose = () => {
      if (this.socket !== socket || this.isOver) return;
      this.socket = undefined;
      // Why it was not opened is not told to pages: it may be the token.
      if (!isOpen) refused(token);
      this.later();
    };
  }

  private hear(message: Message) {
    if (message.type === 'hello') {
      if (!this.position) this.listener.anew();
      this.position = message.position;
      return;
    }
    const { position, ...item } = message;
    this.position = position;
    this.listener.item(item as LiveItem);
  }

  private later() {
    if (this.isOver) return;
    this.listener.state('waiting');
    const pause = Math.min(500 * 2 ** this.failures, LONGEST) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.open();
    }, pause);
  }
}

