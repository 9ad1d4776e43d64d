'use client';
// What a trial came to: what an agent would get, and the exact request and answer behind it.

import { useState } from 'react';
import type { Model } from '@/hub/client';
import { Badge, type Tone } from '@/ui/badge';
import { Segments } from '@/ui/choices';
import { Code, Json, languageOf } from '@/ui/code';
import { millis } from '@/ui/numbers';
import { Callout } from '@/ui/states';

/** Headers are pairs of a name and a value. */
type Exchange = Omit<Model<'Exchange'>, 'headers' | 'response_headers'> & { headers: string[][]; response_headers: string[][] };

export interface Block {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
  uri?: string;
  name?: string;
  resource?: { uri: string; mimeType?: string; text?: string; blob?: string };
}

export function Outcome({ outcome, isPreview }: { outcome: Omit<Model<'ToolCallOutcome'>, 'exchanges'> & { exchanges: Exchange[] }; isPreview: boolean }) {
  const { result, exchanges } = outcome;
  const [view, setView] = useState<'answer' | 'requests'>(isPreview ? 'requests' : 'answer');
  if (isPreview && exchanges.length === 0) return <Callout tone="bad" title="Nothing would be sent">{(result.content[0] as Block | undefined)?.text}</Callout>;
  const options = [{ value: 'answer' as const, label: 'What the agent gets' }, { value: 'requests' as const, label: exchanges.length === 1 ? 'Request and response' : `${exchanges.length} requests` }];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        {isPreview ? <Badge>Not sent</Badge> : <Badge tone={result.is_error ? 'bad' : 'good'}>{result.is_error ? 'Error' : 'Success'}</Badge>}
        {!isPreview && <span className="tabular text-sm text-ink-faint">{millis(outcome.millis)}</span>}
        {!isPreview && <span className="ml-auto"><Segments label="What is shown" value={view} options={options} onChange={setView} /></span>}
      </div>
      {view === 'answer' && !isPreview ? <Answer result={result} /> : exchanges.map((exchange, index) => <ExchangeView key={index} exchange={exchange} isPreview={isPreview} />)}
      {view === 'requests' && exchanges.length === 0 && <p className="text-ink-soft">No request was sent: the arguments or the credentials did not allow it. What the agent gets says why.</p>}
    </div>
  );
}

export function Answer({ result }: { result: Model<'ToolResult'> }) {
  if (result.structured_content !== null && result.structured_content !== undefined) return <Json title="structuredContent" value={result.structured_content} />;
  if (result.content.length === 0) return <p className="text-ink-soft">An answer without content.</p>;
  return (result.content as unknown as Block[]).map((block, index) => <BlockView key={index} block={block} />);
}

export function BlockView({ block }: { block: Block }) {
  if (block.type === 'text') return <Code {...languageOf(block.text ?? '')} title="text" wraps />;
  if (block.type === 'image' && /^image\/(png|jpeg|gif|webp)$/.test(block.mimeType ?? '')) {
    // A picture is data: what it holds cannot act.
    // eslint-disable-next-line @next/next/no-img-element
    return <img alt="What the tool answered" src={`data:${block.mimeType};base64,${block.data}`} className="max-h-96 max-w-full self-start rounded-lg border border-line" />;
  }
  if (block.resource?.text !== undefined) return <Code {...languageOf(block.resource.text, block.resource.mimeType)} title={block.resource.uri} wraps />;
  return <Json title={block.type} value={block} />;
}

function toneOf(status: number): Tone {
  return status < 300 ? 'good' : status < 400 ? 'plain' : status < 500 ? 'warn' : 'bad';
}

function typeOf(headers: string[][]): string {
  const found = headers.find(([name]) => name?.toLowerCase() === 'content-type');
  return found?.[1] ?? '';
}

const lines = (headers: string[][]) => headers.map(([name, value]) => `${name}: ${value}`).join('\n');

export function ExchangeView({ exchange, isPreview = false }: { exchange: Exchange; isPreview?: boolean }) {
  const sent = exchange.body ? languageOf(exchange.body, typeOf(exchange.headers)) : undefined;
  const got = exchange.response_body ? languageOf(exchange.response_body, typeOf(exchange.response_headers)) : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Code title="Request" language="http" wraps text={`${exchange.method} ${exchange.url}${exchange.headers.length > 0 ? `\n${lines(exchange.headers)}` : ''}`} />
      {sent && <Code title="Body" {...sent} />}
      {exchange.failure && <Callout tone="bad" title="No answer came">{exchange.failure}</Callout>}
      {exchange.status && (
        <>
          <div className="mt-1 flex items-center gap-2 text-sm"><span className="text-ink-faint">Response</span><Badge tone={toneOf(exchange.status)}>{exchange.status}</Badge><span className="tabular text-ink-faint">{millis(exchange.millis)}</span></div>
          {exchange.response_headers.length > 0 && <Code title="Headers" language="http" wraps text={lines(exchange.response_headers)} />}
          {got && <Code title="Body" {...got} />}
        </>
      )}
      {isPreview && <p className="text-sm text-ink-faint">Secrets are masked here; the API gets the real ones.</p>}
    </div>
  );
}
