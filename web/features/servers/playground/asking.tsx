'use client';
// Asking a server for one thing: a tool called, a resource read, a prompt got; and what came of it, also of the times before.

import { Play } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { beginning } from '@/features/tools/form/schema';
import { JsonField, SchemaForm } from '@/features/tools/form/schema-form';
import { ToolHints } from '@/features/tools/picker';
import type { JsonSchema } from '@/features/tools/tool';
import { Button } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { Confirm } from '@/ui/dialog';
import { Json } from '@/ui/code';
import { millis } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Clock } from '@/ui/time';
import { mirrored } from './client';
import { type Kind, keyIn } from './offer';
import type { Outcome } from './outcome';
import { Result } from './result';
import type { ListedTool, Offer, Prompt, Visit } from './session';

interface AskingProps {
  visit: Visit;
  offer: Offer;
  kind: Kind;
  name: string;
  /** The server itself asks before it destroys something. */
  asksItself: boolean;
  outcomes: Outcome[];
  onOutcome: (outcome: Outcome) => void;
}

const METHODS: Record<Kind, string> = { tools: 'tools/call', resources: 'resources/read', prompts: 'prompts/get' };
const VERBS: Record<Kind, string> = { tools: 'Call it', resources: 'Read it', prompts: 'Get it' };

/** The arguments of a prompt are texts. */
function schemaOf(kind: Kind, one: object): JsonSchema {
  if (kind === 'tools') return (one as ListedTool).inputSchema;
  const given = kind === 'prompts' ? (one as Prompt).arguments ?? [] : [];
  return { type: 'object', properties: Object.fromEntries(given.map(({ name, description }) => [name, { type: 'string', ...(description ? { description } : {}) }])), required: given.filter(({ required }) => required).map(({ name }) => name) };
}

export function Asking({ visit, offer, kind, name, asksItself, outcomes, onOutcome }: AskingProps) {
  const one = (offer[kind] as { name: string; uri?: string; title?: string; description?: string }[]).find((each) => keyIn(kind, each) === name);
  const schema = useMemo(() => (one ? schemaOf(kind, one) : { type: 'object' }), [kind, one]);
  const [values, setValues] = useState<Record<string, unknown>>(() => beginning(schema));
  const [how, setHow] = useState<'form' | 'json'>('form');
  const [isBusy, setBusy] = useState(false);
  const [isSure, setSure] = useState(false);
  const own = outcomes.filter((outcome) => outcome.kind === kind && outcome.name === name);
  const [shown, show] = useState<number>();
  // A form that was filled from an earlier call is made anew.
  const [filled, fill] = useState(0);
  if (!one) return <Panel><p className="text-ink-soft">{name ? 'The server does not offer this to this caller.' : `Choose one of the ${kind} to see what it takes.`}</p></Panel>;
  const hints = kind === 'tools' ? (one as ListedTool).annotations : undefined;
  const isDestructive = hints?.destructiveHint === true && !hints.readOnlyHint;
  const missing = (schema.required ?? []).filter((required) => values[required] === undefined);
  const run = async () => {
    setBusy(true);
    const began = performance.now();
    const params = kind === 'resources' ? { uri: name } : { name, arguments: values };
    const end = (rest: Pick<Outcome, 'result' | 'error'>) => onOutcome({ id: Date.now(), at: Date.now(), kind, name, arguments: values, millis: performance.now() - began, ...rest });
    try {
      end({ result: await visit.client!.ask(METHODS[kind], params, kind === 'tools' ? mirrored(schema, values) : {}) });
    } catch (error) {
      end({ error: error instanceof Error ? error.message : String(error) });
    } finally {
      show(undefined);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing.length > 0) return;
    if (isDestructive && !asksItself) setSure(true);
    else void run();
  };
  const outcome = own.find(({ id }) => id === shown) ?? own[0];
  const back = (earlier: Outcome) => { show(earlier.id); setValues(earlier.arguments); fill(filled + 1); };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel>
        <form onSubmit={submit} noValidate className="flex flex-col gap-5">
          <div className="flex flex-col gap-1.5">
            <div className="flex flex-wrap items-center gap-2">
              <h2 className="breaks font-mono font-medium">{one.name}</h2>
              {hints && <ToolHints readOnly={hints.readOnlyHint ?? false} destructive={hints.destructiveHint ?? false} isDeprecated={false} />}
            </div>
            {one.title && <p className="breaks">{one.title}</p>}
            {one.description && one.description !== one.title && <p className="breaks max-h-40 overflow-y-auto whitespace-pre-line text-ink-soft">{one.description}</p>}
          </div>
          {kind !== 'resources' && (
            <>
              <div className="flex items-center justify-between gap-3 border-t border-line pt-4">
                <h3 className="font-semibold">Arguments</h3>
                <Segments label="How arguments are given" value={how} options={[{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }]} onChange={setHow} />
              </div>
              {how === 'form'
                ? <SchemaForm key={filled} schema={schema} values={values} onChange={setValues} />
                : <JsonField key={filled} label="Arguments as JSON" hint={undefined} rows={10} value={values} onChange={(next) => { if (next === undefined || (typeof next === 'object' && next !== null && !Array.isArray(next))) setValues((next ?? {}) as Record<string, unknown>); }} />}
            </>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" look="primary" icon={<Play className="size-3.5" />} busy={isBusy} disabled={missing.length > 0 && `Fill in ${missing.join(', ')} first`}>{VERBS[kind]}</Button>
            {own.length > 1 && (
              <div role="group" aria-label="Before" className="ml-auto flex max-w-full flex-wrap items-center gap-1 text-sm text-ink-faint">
                Before
                {own.slice(0, 6).map((earlier) => (
                  <button key={earlier.id} type="button" aria-pressed={earlier === outcome} onClick={() => back(earlier)} className="flex items-center gap-1.5 rounded-md px-1.5 py-0.5 hover:bg-hover hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink">
                    <span aria-hidden="true" className={earlier.error || earlier.result?.isError ? 'size-1.5 rounded-full bg-bad' : 'size-1.5 rounded-full bg-good'} /><Clock at={new Date(earlier.at).toISOString()} /><span className="tabular">{millis(earlier.millis)}</span>
                  </button>
                ))}
              </div>
            )}
          </div>
        </form>
      </Panel>
      {outcome && <section aria-label="What came of it" aria-live="polite"><Result key={outcome.id} outcome={outcome} /></section>}
      {kind === 'tools' && <details className="text-sm"><summary className="w-fit font-medium text-accent-text">Its definition</summary><div className="mt-2"><Json title={name} value={one} /></div></details>}
      <Confirm title={`Really call ${one.name}?`} words="It may change or delete something in the real API. What it does cannot be taken back here." action="Call it" isOpen={isSure} onClose={() => setSure(false)} onConfirm={() => { void run(); }} />
    </div>
  );
}
