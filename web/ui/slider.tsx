'use client';
// A number between two others, by sliding: the browser's own, with what it comes to beside it.

import { Field, type FieldProps } from './field';

export function Slider({ label, hint, error, className, value, onChange, min, max, step = 1, format }: Omit<FieldProps, 'aside'> & { value: number; onChange: (value: number) => void; min: number; max: number; step?: number; format: (value: number) => string }) {
  return (
    <Field label={label} hint={hint} error={error} className={className} aside={<output className="tabular text-sm font-medium text-ink">{format(value)}</output>}>
      {(ids) => (
        <input
          {...ids} type="range" min={min} max={max} step={step} value={value} aria-valuetext={format(value)} onChange={(event) => onChange(Number(event.target.value))}
          className="h-6 w-full cursor-pointer accent-accent"
        />
      )}
    </Field>
  );
}
