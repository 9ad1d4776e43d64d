'use client';
// A form made of a tool's schema. What is left empty is not sent.

import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '@/ui/button';
import { Checkbox } from '@/ui/choices';
import { TextArea, TextField } from '@/ui/field';
import { SelectField } from '@/ui/select';
import type { JsonSchema } from '../tool';
import { kindOf, resolved, typeOf } from './schema';

type Values = Record<string, unknown>;

interface FormProps {
  schema: JsonSchema;
  values: Values;
  onChange: (values: Values) => void;
}

/** More optional fields than this are hidden at first. */
const FEW = 6;

export function SchemaForm({ schema, values, onChange }: FormProps) {
  return <Properties schema={schema} root={schema} values={values} onChange={onChange} depth={0} />;
}

function Properties({ schema, root, values, onChange, depth }: FormProps & { root: JsonSchema; depth: number }) {
  const names = Object.keys(schema.properties ?? {});
  const isRequired = (name: string) => schema.required?.includes(name) ?? false;
  const optional = names.filter((name) => !isRequired(name));
  const [isAll, showAll] = useState(optional.length <= FEW || optional.some((name) => values[name] !== undefined));
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = values;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  const shown = [...names.filter(isRequired), ...(isAll ? optional : [])];
  if (names.length === 0) return <p className="text-ink-soft">It takes no arguments.</p>;
  return (
    <div className="flex flex-col gap-4">
      {shown.map((name) => (
        <Property key={name} name={name} schema={resolved(schema.properties?.[name] ?? {}, root)} root={root} isRequired={isRequired(name)} value={Object.hasOwn(values, name) ? values[name] : undefined} onChange={(value) => set(name, value)} depth={depth} />
      ))}
      {!isAll && <Button size="small" look="quiet" className="self-start" icon={<Plus className="size-3.5" />} onClick={() => showAll(true)}>Show {optional.length} optional arguments</Button>}
    </div>
  );
}

interface PropertyProps {
  name: string;
  schema: JsonSchema;
  root: JsonSchema;
  isRequired: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  depth: number;
}

const shorter = (text: string | undefined) => (text && text.length > 240 ? `${text.slice(0, 240)}…` : text);
const aText = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

function Property({ name, schema, root, isRequired, value, onChange, depth }: PropertyProps) {
  const common = { label: <span className="font-mono">{name}</span>, hint: shorter(schema.description), aside: isRequired ? 'required' : undefined };
  const example = aText(schema.examples?.[0] ?? schema.default);
  switch (kindOf(schema, root, depth)) {
    case 'choice': {
      const options = [{ value: '', label: isRequired ? 'Choose…' : '–' }, ...schema.enum!.map((one, index) => ({ value: String(index), label: aText(one) }))];
      const index = schema.enum!.findIndex((one) => one === value);
      return <SelectField {...common} value={index < 0 ? '' : String(index)} options={options} onChange={(next) => onChange(next === '' ? undefined : schema.enum![Number(next)])} />;
    }
    case 'boolean': {
      const options = [{ value: '', label: isRequired ? 'Choose…' : '–' }, { value: 'true', label: 'true' }, { value: 'false', label: 'false' }];
      return <SelectField {...common} value={value === undefined ? '' : String(value)} options={options} onChange={(next) => onChange(next === '' ? undefined : next === 'true')} />;
    }
    case 'number': case 'integer': return <TextField {...common} mono inputMode="decimal" placeholder={example} value={aText(value)} onChange={(event) => onChange(numberOf(event.target.value))} />;
    case 'text': return <TextField {...common} type={schema.format === 'date' ? 'date' : 'text'} placeholder={example} value={aText(value)} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)} />;
    case 'long-text': return <TextArea {...common} placeholder={example} value={aText(value)} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)} />;
    case 'choices': return <Choices {...common} schema={resolved(schema.items!, root)} value={value} onChange={onChange} />;
    case 'list': return <List {...common} isNumber={typeOf(resolved(schema.items!, root)) !== 'string'} value={value} onChange={onChange} />;
    case 'object': return (
      <Group label={common.label} hint={common.hint} aside={common.aside}>
        <Properties schema={schema} root={root} values={isObject(value) ? value : {}} onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : next)} depth={depth + 1} />
      </Group>
    );
    case 'json': return <JsonField {...common} value={value} onChange={onChange} placeholder={example} />;
  }
}

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number, or what was typed as long as it is none: then the hub says so. */
function numberOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text.trim() ? value : text;
}

function Group({ label, hint, aside, children }: { label: ReactNode; hint: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 rounded-lg border border-line p-4">
      <legend className="px-1 text-sm font-medium">{label}{aside && <span className="ml-2 text-xs font-normal text-ink-faint">{aside}</span>}</legend>
      {hint && <p className="mb-3 text-sm text-ink-faint">{hint}</p>}
      {children}
    </fieldset>
  );
}

interface ManyProps {
  label: ReactNode;
  hint: ReactNode;
  aside?: ReactNode;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Choices({ schema, value, onChange, ...rest }: ManyProps & { schema: JsonSchema }) {
  const chosen = Array.isArray(value) ? value : [];
  const change = (one: unknown, isIn: boolean) => {
    const next = isIn ? [...chosen, one] : chosen.filter((other) => other !== one);
    onChange(next.length > 0 ? next : undefined);
  };
  return <Group {...rest}><div className="flex flex-wrap gap-x-5 gap-y-2">{schema.enum!.map((one) => <Checkbox key={aText(one)} label={aText(one)} checked={chosen.includes(one)} onChange={(isIn) => change(one, isIn)} />)}</div></Group>;
}

function List({ isNumber, value, onChange, ...rest }: ManyProps & { isNumber: boolean }) {
  const entries: unknown[] = Array.isArray(value) ? value : [];
  const change = (next: unknown[]) => onChange(next.length > 0 ? next : undefined);
  return (
    <Group {...rest}>
      <div className="flex flex-col gap-2">
        {entries.map((entry, index) => (
          <div key={index} className="flex items-end gap-1.5">
            <TextField className="grow" label={<span className="sr-only">Entry {index + 1}</span>} value={aText(entry)} onChange={(event) => change(entries.map((one, at) => (at === index ? (isNumber ? numberOf(event.target.value) ?? '' : event.target.value) : one)))} />
            <IconButton label={`Remove entry ${index + 1}`} onClick={() => change(entries.filter((_, at) => at !== index))}><X className="size-4" /></IconButton>
          </div>
        ))}
        <Button size="small" className="self-start" icon={<Plus className="size-3.5" />} onClick={() => change([...entries, ''])}>Add an entry</Button>
      </div>
    </Group>
  );
}

/** What no field is made for is written as JSON. */
export function JsonField({ value, onChange, placeholder, rows = 4, ...rest }: ManyProps & { placeholder?: string; rows?: number }) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [error, setError] = useState<string>();
  const change = (next: string) => {
    setText(next);
    if (next.trim() === '') {
      setError(undefined);
      onChange(undefined);
      return;
    }
    try {
      onChange(JSON.parse(next));
      setError(undefined);
    } catch {
      setError('This is no JSON yet');
    }
  };
  return <TextArea {...rest} mono rows={rows} spellCheck={false} placeholder={placeholder || '{ }'} value={text} onChange={(event) => change(event.target.value)} error={error} />;
}
