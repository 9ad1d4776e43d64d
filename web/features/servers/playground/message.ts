// What goes over the wire between an MCP client and a server, as JSON-RPC has it.

export type Json = unknown;
export type Id = string | number;

export interface Message {
  jsonrpc: '2.0';
  id?: Id;
  method?: string;
  params?: Record<string, Json>;
  result?: Record<string, Json>;
  error?: { code: number; message: string; data?: Json };
}

/** One message with its time, as the log of the playground shows it. */
export interface Logged {
  id: number;
  at: number;
  way: 'out' | 'in';
  message: Message | string;
  /** The HTTP status that it came with. */
  status?: number;
  /** Milliseconds since what it answers was sent. */
  millis?: number;
}

/** A question to the person at the client. */
export interface Question {
  message: string;
  schema: Record<string, Json>;
}

export type Action = 'accept' | 'decline' | 'cancel';
export interface Reply {
  action: Action;
  content?: Record<string, Json>;
}

/** The server answered with an error, or with no MCP at all. */
export class McpError extends Error {
  constructor(message: string, readonly code?: number, readonly status?: number) {
    super(message);
    this.name = 'McpError';
  }
}

/** The messages of a stream of events, as they come. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += (value ?? '').replaceAll('\r\n', '\n');
    let end = text.indexOf('\n\n');
    while (end >= 0) {
      const data = text.slice(0, end).split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, '')).join('\n');
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data) as Message;
      end = text.indexOf('\n\n');
    }
    if (done) return;
  }
}
