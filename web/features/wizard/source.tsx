'use client';
// The first step: where the API's description is. An address, files, a text, or one of the examples.

import { useMutation } from '@tanstack/react-query';
import { ChevronDown, FileUp, Globe, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type DragEvent, type FormEvent, useId, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { TextArea, TextField } from '@/ui/field';
import { bytes } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import { Callout, Failure } from '@/ui/states';
import { EXAMPLES } from './examples';
import { completed, isAddress, recognise } from './recognise';
import { type Given, type Wish, register, resource } from './register';
import { Step } from './step';

type How = Given['how'];

const KINDS = [['', 'Recognise it'], ['openapi', 'OpenAPI or Swagger'], ['graphql', 'GraphQL'], ['wsdl', 'WSDL (SOAP)'], ['grpc', 'gRPC'], ['postman', 'Postman collection'], ['har', 'HAR recording'], ['curl', 'curl commands'], ['http', 'HTTP tools']] as const;

export function SourceStep({ api }: { api: Model<'Api'> | undefined }) {
  const { slug: organisation, lacks } = useOrganisation();
  const router = useRouter();
  const [how, setHow] = useState<How>('url');
  const [url, setUrl] = useState(api?.source.type === 'url' ? api.source.url : '');
  const [files, setFiles] = useState<File[]>([]);
  const [text, setText] = useState('');
  const [more, setMore] = useState({ name: '', upstream: api?.settings.upstream ?? '', kind: api?.settings.kind ?? '' });
  const [missing, setMissing] = useState<string>();
  const send = useMutation({
    mutationFn: (wish: Wish) => (api ? resource(organisation, api, wish) : register(organisation, wish)),
    onSuccess: (id) => router.push(to.wizard(organisation, { step: 'found', api: id })),
  });
  const problem = send.error instanceof HubProblem ? send.error : undefined;
  const wrongUrl = problem?.of('source.url');
  const wrongUpstream = problem?.of('settings.upstream');
  const needs = api ? 'apis:update' : 'apis:create';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (how === 'url' && !url.trim()) return setMissing('Write the address of the document, of its documentation page, or of the API');
    if (how === 'files' && files.length === 0) return setMissing('Choose at least one file');
    if (how === 'text' && !text.trim()) return setMissing('Paste the document');
    setMissing(undefined);
    const source: Given = how === 'url' ? { how, url: completed(url) } : how === 'files' ? { how, files } : isAddress(text) ? { how: 'url', url: text.trim() } : { how, text };
    return send.mutate({ source, name: more.name.trim(), upstream: more.upstream.trim(), kind: more.kind });
  };
  const example = (address: string, name: string) => {
    setHow('url');
    setUrl(address);
    send.mutate({ source: { how: 'url', url: address }, name, upstream: '', kind: '' });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Step
        title={api ? 'Choose another source' : 'Where is your API described?'}
        words="OpenAPI and Swagger, GraphQL, WSDL, gRPC, Postman, HAR or curl: what it is is recognised. The address of a documentation page or of a live endpoint will do as well."
        next={{ label: 'Go on', isSubmit: true, busy: send.isPending, disabled: lacks(needs) }}
      >
        <Panel>
          <div className="flex flex-col gap-5">
            <Segments<How> label="Where it comes from" value={how} onChange={(next) => { setHow(next); setMissing(undefined); }} options={[{ value: 'url', label: 'Address' }, { value: 'files', label: 'Files' }, { value: 'text', label: 'Paste' }]} />
            {how === 'url' && <TextField label="Address" name="url" type="url" inputMode="url" placeholder="https://api.example.com/openapi.json" value={url} onChange={(event) => setUrl(event.target.value)} error={missing ?? (wrongUrl && sentence(wrongUrl))} before={<Globe className="size-4" />} autoFocus autoComplete="off" spellCheck={false} />}
            {how === 'files' && <Files files={files} onChange={setFiles} error={missing} />}
            {how === 'text' && <TextArea label="Document" name="text" rows={12} mono value={text} onChange={(event) => setText(event.target.value)} error={missing} hint={text.trim() ? seems(text) : 'The whole text of the document.'} spellCheck={false} autoFocus />}
            <details className="group" open={Boolean(wrongUpstream) || undefined}>
              <summary className="flex w-fit list-none items-center gap-1.5 rounded-sm text-sm text-ink-soft hover:text-ink"><ChevronDown aria-hidden className="size-4 -rotate-90 transition-transform group-open:rotate-0" />More</summary>
              <div className="mt-4 grid gap-4 sm:grid-cols-2">
                <TextField label="Name" aside="optional" value={more.name} onChange={(event) => setMore({ ...more, name: event.target.value })} hint="The document's title otherwise." />
                <SelectField label="Kind" value={more.kind as string} options={KINDS.map(([value, label]) => ({ value, label }))} onChange={(kind) => setMore({ ...more, kind })} />
                <TextField className="sm:col-span-2" label="Base URL of the API" aside="optional" type="url" placeholder="https://api.example.com/v1" value={more.upstream} onChange={(event) => setMore({ ...more, upstream: event.target.value })} error={wrongUpstream && sentence(wrongUpstream)} hint="Where calls go. The document says it, mostly." mono />
              </div>
            </details>
            {problem && !wrongUrl && !wrongUpstream && <Failure error={problem} />}
          </div>
        </Panel>
        {!api && (
          <section aria-labelledby="examples">
            <h3 id="examples" className="mb-2.5 font-semibold">Or look around with an example</h3>
            <ul className="grid gap-2.5 sm:grid-cols-2">
              {EXAMPLES.map((one) => (
                <li key={one.url}>
                  <button type="button" disabled={send.isPending || Boolean(lacks(needs))} onClick={() => example(one.url, one.name)} className="flex w-full flex-col items-start gap-0.5 rounded-lg border border-line bg-panel p-3.5 text-left shadow-low transition-colors hover:border-line-strong hover:bg-hover disabled:opacity-60">
                    <span className="flex w-full items-center justify-between gap-2"><span className="font-medium">{one.name}</span><Tag>{one.kind}</Tag></span>
                    <span className="text-sm text-ink-soft">{one.words}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </Step>
    </form>
  );
}

function seems(text: string): string {
  if (isAddress(text)) return 'This is an address: what is there is read.';
  const kind = recognise(text);
  return kind ? `This looks like ${kind}.` : 'It is not clear yet what this is; the hub looks more closely.';
}

function Files({ files, onChange, error }: { files: File[]; onChange: (files: File[]) => void; error: string | undefined }) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const add = (list: FileList | null) => {
    const added = [...(list ?? [])];
    onChange([...files.filter(({ name }) => !added.some((file) => file.name === name)), ...added]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <div className="flex flex-col gap-2">
      <label
        htmlFor={id} data-over={isOver || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}
        className="flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-dashed border-line-control bg-sunken px-6 py-9 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent-text hover:border-accent-text data-over:border-accent data-over:bg-accent-soft"
      >
        <FileUp aria-hidden className="mb-1 size-5 text-ink-faint" />
        <span className="font-medium">Drop files here, or choose them</span>
        <span className="text-sm text-ink-faint">Several files that refer to each other, or a zip archive of them</span>
        <input id={id} type="file" multiple className="sr-only" onChange={(event) => add(event.target.files)} />
      </label>
      {error && <Callout tone="bad">{error}</Callout>}
      {files.length > 0 && (
        <ul aria-label="Chosen files" className="flex flex-col gap-1">
          {files.map((file) => (
            <li key={file.name} className="flex items-center gap-3 rounded-md border border-line bg-panel px-3 py-1.5">
              <span className="min-w-0 grow truncate font-mono text-sm">{file.name}</span>
              <span className="tabular text-sm text-ink-faint">{bytes(file.size)}</span>
              <Button size="small" look="quiet" aria-label={`Leave out ${file.name}`} onClick={() => onChange(files.filter((one) => one !== file))} icon={<X className="size-3.5" />} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
