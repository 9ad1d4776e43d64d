'use client';
// What is changed about the arguments of a tool: what they are called, always the same value, a value where none is given, or not sent at all.

import { ChevronRight, X } from 'lucide-react';
import { useState } from 'react';
import type { Model } from '@/hub/client';
import { Badge, Tag } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { TextField } from '@/ui/field';
import { SelectField } from '@/ui/select';
import { Callout } from '@/ui/states';
import { isGiven, kept } from './edits';
import { resolved, typeOf } from './form/schema';
import { SchemaForm } from './form/schema-form';
import type { JsonSchema } from './tool';

type ArgumentEdit = Model<'ArgumentEdit'>;
type Edits = Record<string, ArgumentEdit>;

interface ArgumentsProps {
  schema: JsonSchema;
  edits: Edits;
  onChange: (edits: Edits) => void;
}

/** As clients accept them. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

export function ArgumentsEditor({ schema, edits, onChange }: ArgumentsProps) {
  const names = Object.keys(schema.properties ?? {});
  const gone = Object.keys(edits).filter((name) => !names.includes(name));
  const set = (name: string, edit: ArgumentEdit | undefined) => {
    const { [name]: _, ...rest } = edits;
    onChange(edit ? { ...rest, [name]: edit } : rest);
  };
  if (names.length === 0 && gone.length === 0) return <p className="text-ink-soft">It takes no arguments.</p>;
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      {gone.map((name) => (
        <div key={name} className="border-b border-line p-3 last:border-0">
          <Callout tone="warn" actions={<Button size="small" icon={<X className="size-3.5" />} onClick={() => set(name, undefined)}>Drop the change</Button>}>There is no argument <code className="font-mono">{name}</code> any more.</Callout>
        </div>
      ))}
      {names.map((name) => <Argument key={name} name={name} schema={schema} edit={edits[name]} onChange={(edit) => set(name, edit)} />)}
    </div>
  );
}

type How = 'model' | 'fixed' | 'hidden';

function Argument({ name, schema, edit, onChange }: { name: string; schema: JsonSchema; edit: ArgumentEdit | undefined; onChange: (edit: ArgumentEdit | undefined) => void }) {
  const property = resolved(schema.properties?.[name] ?? {}, schema);
  const isRequired = schema.required?.includes(name) ?? false;
  const [how, setHow] = useState<How>(isGiven(edit?.fixed) ? 'fixed' : edit?.hidden ? 'hidden' : 'model');
  const [isOpen, open] = useState(false);
  const now = edit ?? {};
  const change = (next: ArgumentEdit) => onChange(kept(name, next));
  const choose = (next: How) => {
    setHow(next);
    const { fixed: _, hidden: __, ...rest } = now;
    change(next === 'hidden' ? { ...rest, hidden: true } : rest);
  };
  const words = isGiven(now.fixed) ? `always ${JSON.stringify(now.fixed)}` : now.hidden ? 'not sent' : [now.name && `called ${now.name}`, isGiven(now.default) && `${JSON.stringify(now.default)} when not given`, isGiven(now.description) && 'other words'].filter(Boolean).join(', ');
  const isNamed = !now.name || NAME.test(now.name);
  const known = Object.keys(schema.properties ?? {});
  const wrong = !isNamed ? 'Use letters, digits, _, - and ., a letter or _ first' : now.name && known.includes(now.name) ? 'Another argument is called so' : undefined;
  return (
    <div className="border-b border-line last:border-0">
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)} className="flex w-full items-center gap-2.5 px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight aria-hidden className={isOpen ? 'size-3.5 shrink-0 rotate-90 text-ink-faint' : 'size-3.5 shrink-0 text-ink-faint'} />
        <span className="breaks font-mono text-sm">{name}</span>
        <Tag className="shrink-0">{typeOf(property) ?? 'any'}</Tag>
        {isRequired && <span className="text-xs text-ink-faint">required</span>}
        {words && <Badge tone="accent" className="ml-auto min-w-0"><span className="truncate">{words}</span></Badge>}
      </button>
      {isOpen && (
        <div className="flex flex-col gap-4 border-t border-line bg-sunken px-3 py-4 sm:px-4">
          {property.description && <p className="breaks text-sm text-ink-soft">{property.description}</p>}
          <SelectField<How>
            label="Where its value comes from" value={how} onChange={choose}
            options={[{ value: 'model', label: 'The agent gives it' }, { value: 'fixed', label: 'Always the same value; agents do not see it' }, ...(isRequired ? [] : [{ value: 'hidden' as const, label: 'It is not sent; agents do not see it' }])]}
          />
          {how === 'fixed' && <Value label={`Always this value for ${name}`} name={name} property={property} root={schema} value={now.fixed} onChange={(fixed) => change({ ...now, fixed })} />}
          {how === 'model' && (
            <>
              <div className="grid gap-4 sm:grid-cols-2">
                <TextField label="Name" mono spellCheck={false} value={now.name ?? name} error={wrong} onChange={(event) => change({ ...now, name: event.target.value })} />
                <TextField label="Description" value={now.description ?? property.description ?? ''} onChange={(event) => change({ ...now, description: event.target.value === (property.description ?? '') ? null : event.target.value })} />
              </div>
              <Value label={`Where ${name} is not given`} name={name} property={property} root={schema} value={now.default} onChange={(value) => change({ ...now, default: value })} />
            </>
          )}
          {edit && <div className="flex justify-end"><Button size="small" look="quiet" onClick={() => { setHow('model'); onChange(undefined); }}>As the document says</Button></div>}
        </div>
      )}
    </div>
  );
}

/** A value of an argument, in the field that is made for it. */
function Value({ label, name, property, root, value, onChange }: { label: string; name: string; property: JsonSchema; root: JsonSchema; value: unknown; onChange: (value: unknown) => void }) {
  const { default: _, description: __, ...rest } = property;
  const schema: JsonSchema = { type: 'object', properties: { [name]: rest }, ...(root.$defs ? { $defs: root.$defs } : {}), ...(root.definitions ? { definitions: root.definitions } : {}) };
  return (
    <fieldset className="flex items-end gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="min-w-0 grow"><SchemaForm schema={schema} values={isGiven(value) ? { [name]: value } : {}} onChange={(values) => onChange(values[name])} /></div>
      {isGiven(value) && <IconButton label="Take the value away" onClick={() => onChange(undefined)}><X className="size-4" /></IconButton>}
    </fieldset>
  );
}
