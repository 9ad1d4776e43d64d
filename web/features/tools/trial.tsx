'use client';
// Trying a tool: arguments by a form or as JSON, what would be sent, and what comes of it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, Play } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { read } from '@/hub/query';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { Confirm } from '@/ui/dialog';
import { Panel } from '@/ui/page';
import { Failure, Skeleton, Trouble } from '@/ui/states';
import { Outcome } from './exchange';
import { beginning } from './form/schema';
import { JsonField, SchemaForm } from './form/schema-form';
import { ToolHints } from './picker';
import type { Tool } from './tool';

interface TrialProps {
  api: string;
  revision?: string;
  summary: Model<'ToolSummary'>;
  /** It came to something good. */
  onSuccess?: () => void;
}

export function Trial({ api, revision = 'current', summary, onSuccess }: TrialProps) {
  const { slug: organisation } = useOrganisation();
  const whole = useQuery(read('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}', { path: { organisation, api, revision, tool: summary.name } }));
  if (whole.error) return <Trouble what="tool" error={whole.error} onRetry={() => void whole.refetch()} />;
  if (!whole.data) return <Skeleton className="h-64 w-full" />;
  return <Trying key={summary.name} api={api} revision={revision} summary={summary} tool={whole.data as unknown as Tool} onSuccess={onSuccess} />;
}

function Trying({ api, revision, summary, tool, onSuccess }: Required<Pick<TrialProps, 'api' | 'revision' | 'summary'>> & { tool: Tool; onSuccess: (() => void) | undefined }) {
  const { slug: organisation, lacks } = useOrganisation();
  const first = useMemo(() => beginning(tool.input_schema), [tool]);
  const [values, setValues] = useState<Record<string, unknown>>(first);
  const [how, setHow] = useState<'form' | 'json'>('form');
  const [isSure, setSure] = useState(false);
  const call = useMutation({
    mutationFn: (preview: boolean) => answer(hub.POST('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}/calls', {
      params: { path: { organisation, api, revision, tool: summary.name } }, body: { arguments: values, preview },
    })),
    onSuccess: (outcome, preview) => { if (!preview && !outcome.result.is_error) onSuccess?.(); },
  });
  const missing = (tool.input_schema.required ?? []).filter((name) => values[name] === undefined);
  const why = lacks('apis:call') || (missing.length > 0 && `Fill in ${missing.join(', ')} first`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (summary.is_destructive && !summary.is_read_only) setSure(true);
    else call.mutate(false);
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel>
        <form onSubmit={submit} noValidate className="flex flex-col gap-5">
          <div className="flex flex-col gap-1.5">
            <div className="flex flex-wrap items-center gap-2"><h3 className="breaks font-mono font-medium">{summary.name}</h3><ToolHints readOnly={summary.is_read_only} destructive={summary.is_destructive} isDeprecated={summary.is_deprecated} /></div>
            <Tag className="self-start">{summary.operation}</Tag>
            <p className="breaks max-h-32 overflow-y-auto whitespace-pre-line text-ink-soft">{summary.description}</p>
          </div>
          <div className="flex items-center justify-between gap-3 border-t border-line pt-4">
            <h4 className="font-semibold">Arguments</h4>
            <Segments label="How arguments are given" value={how} options={[{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }]} onChange={setHow} />
          </div>
          {how === 'form'
            ? <SchemaForm schema={tool.input_schema} values={values} onChange={setValues} />
            : <JsonField label="Arguments as JSON" hint={undefined} rows={10} value={values} onChange={(next) => { if (next === undefined || (typeof next === 'object' && next !== null && !Array.isArray(next))) setValues((next ?? {}) as Record<string, unknown>); }} />}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" icon={<Play className="size-3.5" />} busy={call.isPending && call.variables === false} disabled={why}>Call it</Button>
            <Button icon={<Eye className="size-3.5" />} busy={call.isPending && call.variables === true} disabled={why} onClick={() => call.mutate(true)}>Show what would be sent</Button>
          </div>
        </form>
      </Panel>
      <Failure error={call.error} />
      {call.data && !call.isPending && <section aria-label="What came of it" aria-live="polite"><Outcome key={String(call.submittedAt)} outcome={call.data} isPreview={call.variables} /></section>}
      <Confirm title={`Really call ${summary.name}?`} words="It may change or delete something in the real API. What it does cannot be taken back here." action="Call it" isOpen={isSure} onClose={() => setSure(false)} onConfirm={() => call.mutate(false)} />
    </div>
  );
}
