'use client';
// The credential of one security scheme: asked for as the scheme wants it, tried on the API, sealed, and never shown again.

import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { Confirm } from '@/ui/dialog';
import { PasswordField, TextArea, TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { Callout } from '@/ui/states';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { type Scheme, elsewhere, formsOf, placeOf, wordsOf } from './schemes';

interface CredentialProps {
  api: Model<'Api'>;
  scheme: Model<'SecurityScheme'>;
  /** The one that is kept. */
  kept: Model<'Credential'> | undefined;
  /** Where it may be in the place of being given. */
  sources: Model<'SecretSources'>;
}

export function CredentialPanel({ api, scheme, kept, sources }: CredentialProps) {
  const { lacks } = useOrganisation();
  const [isAsking, ask] = useState(!kept);
  const why = lacks('credentials:write');
  return (
    <Panel title={<span className="flex flex-wrap items-center gap-2">{scheme.name}{kept && <Kept kept={kept} />}</span>} words={wordsOf(scheme.scheme as Scheme)} actions={kept && <Actions api={api} kept={kept} why={why} onReplace={() => ask(!isAsking)} />}>
      {scheme.description && <p className="breaks mb-4 text-ink-soft">{scheme.description}</p>}
      {kept && !isAsking && (
        <div className="flex flex-col gap-2 text-ink-soft">
          {kept.tested && !kept.tested.accepted && <Callout tone="warn" title="The API did not take it">{sentence(kept.tested.message)}</Callout>}
          {kept.source_problem && <Callout tone="warn" title="It could not be read again">{sentence(kept.source_problem)} The value from before is still in use.</Callout>}
          {kept.source && <p className="breaks">Read from {placeOf(kept.source)}{kept.read_at && <>, last <Time at={kept.read_at} /></>}.</p>}
          <p>Set <Time at={kept.updated_at} />. It is sent to {kept.destinations.join(', ')} and nowhere else.</p>
        </div>
      )}
      {isAsking && <Form api={api} scheme={scheme} sources={sources} why={why} onDone={() => ask(false)} />}
    </Panel>
  );
}

function Kept({ kept }: { kept: Model<'Credential'> }) {
  if (!kept.tested) return <Badge tone="accent">Set</Badge>;
  return kept.tested.accepted ? <Badge tone="good">Works</Badge> : <Badge tone="warn">Refused</Badge>;
}

function Actions({ api, kept, why, onReplace }: { api: Model<'Api'>; kept: Model<'Credential'>; why: string | false; onReplace: () => void }) {
  const { slug: organisation } = useOrganisation();
  const [isSure, setSure] = useState(false);
  const params = { path: { organisation, api: api.id, scheme: kept.scheme } };
  const test = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/credentials/{scheme}/tests', { params, body: {} })),
    onSuccess: (tested) => {
      void changed('/organisations/{organisation}/apis/{api}/credentials');
      if (tested.accepted) told('The API takes it', sentence(tested.message));
      else failed('The API does not take it', new Error(tested.message));
    },
    onError: (error) => failed('It could not be tested', error),
  });
  const remove = async () => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/apis/{api}/credentials/{scheme}', { params }));
      await changed('/organisations/{organisation}/apis/{api}/credentials');
    } catch (error) {
      failed('The credential was not deleted', error);
      throw error;
    }
  };
  return (
    <>
      <Button size="small" busy={test.isPending} disabled={why} onClick={() => test.mutate()}>Test</Button>
      <Button size="small" disabled={why} onClick={onReplace}>Replace</Button>
      <Button size="small" look="quiet" disabled={why} onClick={() => setSure(true)}>Delete</Button>
      <Confirm title={`Delete the credential of ${kept.scheme}?`} words="Calls that need it fail from then on. It cannot be had back." action="Delete" isOpen={isSure} onClose={() => setSure(false)} onConfirm={remove} />
    </>
  );
}

function Form({ api, scheme, sources, why, onDone }: Pick<CredentialProps, 'api' | 'scheme' | 'sources'> & { why: string | false; onDone: () => void }) {
  const { slug: organisation } = useOrganisation();
  const forms = [...formsOf(scheme.scheme as Scheme), ...elsewhere(sources)];
  const [chosen, choose] = useState(forms[0]!.title);
  const form = forms.find(({ title }) => title === chosen) ?? forms[0]!;
  const [values, setValues] = useState<Record<string, string>>({});
  const set = useMutation({
    mutationFn: (test: boolean) => answer(hub.PUT('/organisations/{organisation}/apis/{api}/credentials/{scheme}', {
      params: { path: { organisation, api: api.id, scheme: scheme.name } }, body: { ...('source' in form ? { source: form.source(values) } : { value: form.join(values) }), test },
    })),
    onSuccess: async (kept) => {
      await changed('/organisations/{organisation}/apis/{api}/credentials');
      if (kept.tested?.accepted) told('The API takes it', sentence(kept.tested.message));
      onDone();
    },
  });
  const problem = set.error instanceof HubProblem ? set.error : undefined;
  // There may be no tool that a credential can be tried on without doing anything.
  const isUntestable = problem?.code === 'conflict';
  const isRefused = problem?.of('value') !== undefined;
  const isUnread = problem !== undefined && 'source' in form && !isRefused;
  const isEmpty = form.fields.some(({ name, isOptional }) => !isOptional && !values[name]?.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) set.mutate(!isUntestable);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {forms.length > 1 && <Segments label="What you have" value={form.title} options={forms.map(({ title }) => ({ value: title, label: title }))} onChange={choose} />}
      <div className="grid gap-4 sm:grid-cols-2">
        {form.fields.map((field) => {
          const given = { label: field.isOptional ? `${field.label} (optional)` : field.label, hint: field.hint, value: values[field.name] ?? '', autoComplete: 'off', mono: true, className: form.fields.length === 1 ? 'sm:col-span-2' : '' };
          const onChange = (value: string) => setValues({ ...values, [field.name]: value });
          if (field.isLong) return <TextArea key={field.name} {...given} rows={6} spellCheck={false} onChange={(event) => onChange(event.target.value)} />;
          if (field.isPlain) return <TextField key={field.name} {...given} onChange={(event) => onChange(event.target.value)} />;
          return <PasswordField key={field.name} {...given} onChange={(event) => onChange(event.target.value)} />;
        })}
      </div>
      {problem && <Callout tone={isUntestable ? 'warn' : 'bad'} title={isUntestable ? 'It cannot be tested' : undefined}>{sentence(problem.of('source') ?? problem.of('value') ?? problem.message)}{(isRefused || isUnread) && ' Nothing was kept.'}</Callout>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" icon={<KeyRound className="size-3.5" />} busy={set.isPending} disabled={why || (isEmpty && 'Fill in what the API wants first')}>{isUntestable ? 'Save without a test' : 'Test and save'}</Button>
        {isRefused && <Button look="quiet" disabled={why} onClick={() => set.mutate(false)}>Save all the same</Button>}
        <span className="text-sm text-ink-faint">{'source' in form ? form.words : 'Sealed at once, and never shown again.'}</span>
      </div>
    </form>
  );
}
