'use client';
// The words and hints of one tool, as agents see them. What is left as it was follows the document; what is changed stays.

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/choices';
import { Json } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import { Facts } from '@/ui/page';
import { Skeleton } from '@/ui/states';
import type { Tool } from './tool';

type Edit = Model<'ToolEdit'>;

interface EditorProps {
  api: string;
  revision?: string;
  tool: Model<'ToolSummary'> | undefined;
  edit: Edit | undefined;
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

function Form({ api, revision = 'current', tool, edit, onClose, onSave }: EditorProps & { tool: Model<'ToolSummary'> }) {
  const { slug: organisation } = useOrganisation();
  const whole = useQuery(read('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}', { path: { organisation, api, revision, tool: tool.name } }));
  const [name, setName] = useState(edit?.name ?? tool.name);
  const [title, setTitle] = useState(edit?.title ?? tool.title);
  const [description, setDescription] = useState(edit?.description ?? tool.description);
  const [isReading, setReading] = useState(edit?.read_only ?? tool.is_read_only);
  const [isDestructive, setDestructive] = useState(edit?.destructive ?? tool.is_destructive);
  const isNamed = NAME.test(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed) return;
    const next: Edit = {
      ...(edit?.arguments ? { arguments: edit.arguments } : {}),
      ...(name !== tool.name ? { name } : {}), ...(title.trim() !== tool.title ? { title: title.trim() } : {}),
      ...(description.trim() !== tool.description ? { description: description.trim() } : {}),
      ...(isReading !== tool.is_read_only ? { read_only: isReading } : {}), ...(isDestructive !== tool.is_destructive ? { destructive: isDestructive } : {}),
    };
    onSave(Object.keys(next).length > 0 ? next : undefined);
    onClose();
  };
  const schema = (whole.data as unknown as Tool | undefined)?.input_schema;
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-5">
      <TextField label="Name" mono value={name} onChange={(event) => setName(event.target.value)} error={isNamed ? undefined : 'Use 2 to 40 lower-case letters, digits and underscores, a letter first'} hint="How agents call it." spellCheck={false} />
      <TextField label="Title" value={title} onChange={(event) => setTitle(event.target.value)} hint="For people." />
      <TextArea label="Description" rows={6} value={description} onChange={(event) => setDescription(event.target.value)} hint="What agents read to know when and how to use it." />
      <div className="flex flex-col gap-2.5">
        <Checkbox label="It changes nothing" hint="Clients may let it through without asking." checked={isReading} onChange={setReading} />
        <Checkbox label="It may destroy something" hint="Clients may ask first." checked={isDestructive && !isReading} disabled={isReading} onChange={setDestructive} />
      </div>
      <Facts facts={[['Operation', <code key="o" className="font-mono text-sm">{tool.operation}</code>], ['Tags', tool.tags.join(', ')], ['Tokens', tool.tokens]]} />
      {schema ? <Json title="Arguments, as agents see them" value={schema} /> : <Skeleton className="h-40 w-full" />}
      <div className="sticky -bottom-4 -mx-5 -mb-4 flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">
        {edit && <Button look="quiet" onClick={() => { onSave(undefined); onClose(); }}>As the document says</Button>}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={!isNamed && 'The name cannot be used'}>Keep</Button>
      </div>
    </form>
  );
}
