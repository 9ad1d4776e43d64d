'use client';
// What a call came to: its content as a person reads it, as a program does, and raw.

import { useState } from 'react';
import { BlockView, type Block } from '@/features/tools/exchange';
import { Badge } from '@/ui/badge';
import { Segments } from '@/ui/choices';
import { Json } from '@/ui/code';
import { millis, short } from '@/ui/numbers';
import { Callout } from '@/ui/states';
import { sentence } from '@/hub/problem';
import type { Outcome } from './outcome';

type View = 'content' | 'structured' | 'raw';

/** Characters of a token, about. */
const PER_TOKEN = 4;

export function Result({ outcome }: { outcome: Outcome }) {
  const [wanted, show] = useState<View>('content');
  const { result, error } = outcome;
  if (error) return <Callout tone="bad" title="No result">{sentence(error)}</Callout>;
  if (!result) return null;
  const content = (result.content ?? result.contents ?? (result.messages as { content: Block }[] | undefined)?.map((one) => one.content) ?? []) as Block[];
  const structured = result.structuredContent;
  const options = [{ value: 'content' as const, label: 'Content' }, ...(structured === undefined ? [] : [{ value: 'structured' as const, label: 'Structured' }]), { value: 'raw' as const, label: 'Raw' }];
  const view = options.some(({ value }) => value === wanted) ? wanted : 'content';
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={result.isError ? 'bad' : 'good'}>{result.isError ? 'Error' : 'Success'}</Badge>
        <span className="tabular text-sm text-ink-faint">{millis(outcome.millis)} · about {short(Math.ceil(JSON.stringify(content).length / PER_TOKEN))} tokens</span>
        <span className="ml-auto"><Segments label="What is shown" value={view} options={options} onChange={show} /></span>
      </div>
      {view === 'raw' ? <Json title="result" value={result} /> : view === 'structured' ? <Json title="structuredContent" value={structured} />
        : content.length === 0 ? <p className="text-ink-soft">An answer without content.</p> : content.map((block, index) => <BlockView key={index} block={'uri' in block && !block.type ? { type: 'resource', resource: block as Block['resource'] & object } : block} />)}
    </div>
  );
}
