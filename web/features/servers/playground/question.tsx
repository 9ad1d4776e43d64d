'use client';
// A question of the server, put before whoever is there.

import { useState } from 'react';
import { SchemaForm } from '@/features/tools/form/schema-form';
import type { JsonSchema } from '@/features/tools/tool';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import type { Visit } from './session';

export function QuestionDialog({ question }: { question: Visit['question'] }) {
  return (
    <Dialog title="The server asks" isOpen={question !== undefined} onClose={() => question?.reply({ action: 'cancel' })}>
      {question && <Form key={question.message} question={question} />}
    </Dialog>
  );
}

function Form({ question }: { question: NonNullable<Visit['question']> }) {
  const schema = question.schema as JsonSchema;
  const [values, setValues] = useState<Record<string, unknown>>({});
  const isForm = Object.keys(schema.properties ?? {}).length > 0;
  const missing = (schema.required ?? []).filter((name) => values[name] === undefined);
  return (
    <div className="flex flex-col gap-5">
      <p className="breaks whitespace-pre-line">{question.message}</p>
      {isForm && <SchemaForm schema={schema} values={values} onChange={setValues} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" className="mr-auto" onClick={() => question.reply({ action: 'cancel' })}>Leave it open</Button>
        <Button onClick={() => question.reply({ action: 'decline' })}>Decline</Button>
        <Button look="primary" disabled={missing.length > 0 && `Fill in ${missing.join(', ')} first`} onClick={() => question.reply({ action: 'accept', content: values })}>Accept</Button>
      </div>
    </div>
  );
}
