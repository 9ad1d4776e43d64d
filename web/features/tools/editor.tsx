'use client';
// One tool as agents see it: its words, arguments and hints. What is left as it was follows the document; what is changed stays.

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/choices';
import { Json } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import { Facts } from '@/ui/page';
import { Failure, Skeleton } from '@/ui/states';
import { ArgumentsEditor } from './arguments-editor';
import { applied, cost } from './edits';
import type { Tool } from './tool';

type Edit = Model<'ToolEdit'>;

interface EditorProps {
  api: string;
  revision?: string;
  tool: Model<'ToolSummary'> | undefined;
  edit: Edit | undefined;
  /** Calls per minute, where the server limits single tools; nothing where there is no server yet. */
  limit?: { most: number | null; onChange: (most: number | null) => void } | undefined;
  onClose: () => void;
  /** Nothing when the tool is as the document says. */
  onSave: (edit: Edit | undefined) => void;
}

const NAME = /^[a-z][a-z0-9_]{1,39}$/;

export function ToolEditor(props: EditorProps) {
  const { tool, onClose } = props;
  return (
    <Sheet title={tool?.name ?? ''} words={tool?.operation} isOpen={tool !== undefined} onClose={onClose}>
      {tool && <Form key={tool.name} {...props} tool={tool} />}
    </Sheet>
  );
}

function Form({ api, revision = 'current', tool, edit, limit, onClose, onSave }: EditorProps & { tool: Model<'ToolSummary'> }) {
  const { slug: organisation } = useOrganisation();
  const whole = useQuery(read('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}', { path: { organisation, api, revision, tool: tool.name } }));
  const compiled = whole.data as unknown as Tool | undefined;
  const [name, setName] = useState(edit?.name ?? tool.name);
  const [title, setTitle] = useState(edit?.title ?? tool.title);
  const [description, setDescription] = useState(edit?.description ?? tool.description);
  const [changes, setChanges] = useState<Record<string, Model<'ArgumentEdit'>>>(edit?.arguments ?? {});
  const [isReading, setReading] = useState(edit?.read_only ?? tool.is_read_only);
  const [isDestructive, setDestructive] = useState(edit?.destructive ?? tool.is_destructive);
  const wasIdempotent = compiled?.annotations.idempotentHint ?? false;
  const [idempotent, setIdempotent] = useState<boolean | null>(edit?.idempotent ?? null);
  const [most, setMost] = useState(String(limit?.most ?? ''));
  const isNamed = NAME.test(name);
  const isLimited = most === '' || (/^\d+$/.test(most) && Number(most) >= 1 && Number(most) <= 10_000_000);
  const next = useMemo((): Edit => ({
    ...(Object.keys(changes).length > 0 ? { arguments: changes } : {}),
    ...(name !== tool.name ? { name } : {}), ...(title.trim() !== tool.title ? { title: title.trim() } : {}),
    ...(description.trim() !== tool.description.trim() ? { description: description.trim() } : {}),
    ...(isReading !== tool.is_read_only ? { read_only: isReading } : {}), ...(isDestructive !== tool.is_destructive ? { destructive: isDestructive } : {}),
    ...(idempotent !== null && idempotent !== wasIdempotent ? { idempotent } : {}),
  }), [changes, name, title, description, isReading, isDestructive, idempotent, wasIdempotent, tool]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed || !isLimited) return;
    onSave(Object.keys(next).length > 0 ? next : undefined);
    limit?.onChange(most === '' ? null : Number(most));
    onClose();
  };
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-6">
      <div className="flex flex-col gap-4">
        <TextField label="Name" mono value={name} onChange={(event) => setName(event.target.value)} error={isNamed ? undefined : 'Use 2 to 40 lower-case letters, digits and underscores, a letter first'} hint="How agents call it." spellCheck={false} />
        <TextField label="Title" value={title} onChange={(event) => setTitle(event.target.value)} hint="For people." />
        <TextArea label="Description" rows={6} value={description} onChange={(event) => setDescription(event.target.value)} hint="What agents read to know when and how to use it." aside={`about ${cost(tool, next)} tokens in all`} />
      </div>
      <section aria-labelledby="arguments" className="flex flex-col gap-2">
        <h3 id="arguments" className="font-semibold">Arguments</h3>
        {compiled ? <ArgumentsEditor schema={compiled.input_schema} edits={changes} onChange={setChanges} /> : whole.error ? <Failure error={whole.error} /> : <Skeleton className="h-24 w-full" />}
      </section>
      <section aria-labelledby="hints" className="flex flex-col gap-2.5">
        <h3 id="hints" className="font-semibold">What it does</h3>
        <Checkbox label="It changes nothing" hint="Clients may let it through without asking." checked={isReading} onChange={setReading} />
        <Checkbox label="It may destroy something" hint="Clients may ask first." checked={isDestructive && !isReading} disabled={isReading} onChange={setDestructive} />
        <Checkbox label="Calling it twice is the same as once" hint="Clients may try again." checked={idempotent ?? wasIdempotent} onChange={setIdempotent} />
      </section>
      {limit && <TextField label="Calls per minute" inputMode="numeric" className="max-w-60" value={most} onChange={(event) => setMost(event.target.value.trim())} placeholder="Any number" hint="Of everybody together; in force as soon as it is saved." error={isLimited ? undefined : 'Give a number from 1 to 10,000,000, or nothing'} />}
      <Facts facts={[['Operation', <code key="o" className="font-mono text-sm">{tool.operation}</code>], ['Tags', tool.tags.join(', ')]]} />
      {compiled && <Json title="Arguments, as agents see them" value={applied(compiled.input_schema, changes)} />}
      <div className="sticky -bottom-4 -mx-5 -mb-4 flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">
        {edit && <Button look="quiet" className="mr-auto" onClick={() => { onSave(undefined); onClose(); }}>As the document says</Button>}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={(!isNamed && 'The name cannot be used') || (!isLimited && 'The limit is no number')}>Keep</Button>
      </div>
    </form>
  );
}
