'use client';
// One of a few words. The browser's own list: it works with every keyboard, screen reader and phone.

import clsx from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Field, type FieldProps } from './field';

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string> {
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  disabled?: boolean;
}

const LOOK = 'w-full appearance-none rounded-md border border-line-control bg-panel pr-8 pl-2.5 text-ink shadow-low hover:border-ink-faint disabled:bg-sunken disabled:text-ink-faint';

function Arrow() {
  return <ChevronsUpDown aria-hidden className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-ink-faint" />;
}

function options<Value extends string>(all: readonly Option<Value>[]): ReactNode {
  return all.map(({ value, label }) => <option key={value} value={value}>{label}</option>);
}

/** With a label above it. */
export function SelectField<Value extends string>({ label, hint, error, aside, className, value, options: all, onChange, disabled }: FieldProps & SelectProps<Value>) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => (
        <div className="relative">
          <select {...ids} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as Value)} className={clsx(LOOK, 'h-9')}>{options(all)}</select>
          <Arrow />
        </div>
      )}
    </Field>
  );
}

/** In a row of filters: its first option says what it is about. */
export function FilterSelect<Value extends string>({ label, className, value, options: all, onChange, disabled }: SelectProps<Value> & { label: string; className?: string }) {
  return (
    <div className={clsx('relative', className)}>
      <select aria-label={label} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as Value)} className={clsx(LOOK, 'h-8.5')}>{options(all)}</select>
      <Arrow />
    </div>
  );
}
