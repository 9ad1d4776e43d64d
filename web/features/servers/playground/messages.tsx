'use client';
// The messages between client and server as they went over the wire, the newest first.

import { ArrowDownLeft, ArrowUpRight, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Code, Json } from '@/ui/code';
import { bytes, millis } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Clock } from '@/ui/time';
import type { Logged } from './message';

/** Those that are shown at first. */
const SHOWN = 40;

export function Messages({ messages, onClear }: { messages: readonly Logged[]; onClear: () => void }) {
  const [isAll, showAll] = useState(false);
  const shown = isAll ? messages : messages.slice(0, SHOWN);
  return (
    <Panel title="Messages" words="As they go over the wire, the newest first." actions={messages.length > 0 && <Button size="small" look="quiet" onClick={onClear}>Clear</Button>} isFlush>
      {messages.length === 0 ? <p className="px-5 py-4 text-ink-soft">None yet.</p> : (
        <ol aria-label="Messages" className="max-h-[32rem] overflow-y-auto">{shown.map((logged) => <Row key={logged.id} logged={logged} />)}</ol>
      )}
      {!isAll && messages.length > SHOWN && <div className="border-t border-line p-2 text-center"><Button size="small" look="quiet" onClick={() => showAll(true)}>Show all {messages.length}</Button></div>}
    </Panel>
  );
}

function what({ message }: Logged): string {
  if (typeof message === 'string') return message ? 'no MCP' : 'nothing';
  if (message.method) return message.method;
  if (message.error) return message.error.message;
  if (message.result) return message.result.resultType === 'input_required' ? 'asks for something' : 'result';
  return 'problem';
}

function Row({ logged }: { logged: Logged }) {
  const [isOpen, open] = useState(false);
  const { message, way, status, at } = logged;
  const isBad = (status ?? 200) >= 400 || (typeof message === 'object' && Boolean(message.error));
  const about = typeof message === 'object' ? message : undefined;
  const name = typeof about?.params?.name === 'string' ? about.params.name : undefined;
  return (
    <li className="border-b border-line last:border-0">
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)} className="flex w-full items-center gap-2.5 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 sm:px-5">
        <ChevronRight aria-hidden className={isOpen ? 'size-3.5 shrink-0 rotate-90 text-ink-faint' : 'size-3.5 shrink-0 text-ink-faint'} />
        {way === 'out' ? <ArrowUpRight aria-label="Sent" className="size-4 shrink-0 text-accent-text" /> : <ArrowDownLeft aria-label="Received" className={isBad ? 'size-4 shrink-0 text-bad' : 'size-4 shrink-0 text-good'} />}
        <span className="min-w-0 grow truncate font-mono text-sm">{what(logged)}{name && <span className="text-ink-faint"> {name}</span>}</span>
        {isBad && status !== undefined && <Badge tone="bad">{status}</Badge>}
        {logged.millis !== undefined && <span className="tabular shrink-0 text-sm text-ink-faint">{millis(logged.millis)}</span>}
        <span className="shrink-0 text-xs text-ink-faint max-sm:hidden"><Clock at={new Date(at).toISOString()} /></span>
      </button>
      {isOpen && (
        <div className="border-t border-line bg-sunken p-3 sm:px-5">
          {typeof message === 'string' ? <Code title="Body" text={message || '(empty)'} wraps /> : <Json title={`${way === 'out' ? 'Sent' : 'Received'}, ${bytes(new Blob([JSON.stringify(message)]).size)}`} value={message} />}
        </div>
      )}
    </li>
  );
}
