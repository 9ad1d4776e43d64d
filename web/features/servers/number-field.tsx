'use client';
// A whole number within bounds, typed; what is no such number is said so, and not taken.

import { useState } from 'react';
import type { FieldProps } from '@/ui/field';
import { TextField } from '@/ui/field';
import { numberIn } from './settings-draft';

interface NumberFieldProps extends Omit<FieldProps, 'error'> {
  value: number | null | undefined;
  least: number;
  most: number;
  /** It may be left out: this says what then holds. */
  without?: string;
  /** Nothing where it was left out. Not called with what is wrong. */
  onChange: (value: number | null) => void;
  onWrong: (isWrong: boolean) => void;
}

export function NumberField({ value, least, most, without, onChange, onWrong, ...rest }: NumberFieldProps) {
  const [text, setText] = useState(value === null || value === undefined ? '' : String(value));
  const read = (typed: string) => {
    const found = numberIn(typed, least, most);
    return typed.trim() === '' && without === undefined ? { value: null, error: 'Give a number' } : found;
  };
  return (
    <TextField
      {...rest} inputMode="numeric" value={text} placeholder={without} error={read(text).error}
      onChange={(event) => {
        setText(event.target.value);
        const found = read(event.target.value);
        onWrong(found.error !== undefined);
        if (found.error === undefined) onChange(found.value);
      }}
    />
  );
}
