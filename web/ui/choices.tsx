'use client';
// Switches, boxes to tick, and cards of which one is chosen: the browser's own, in our clothes.

import clsx from 'clsx';
import { type ReactNode, useEffect, useId, useRef } from 'react';

export function Switch({ label, hint, checked, onChange, disabled }: { label: ReactNode; hint?: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          id={id} type="checkbox" role="switch" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} aria-describedby={hint ? `${id}-about` : undefined}
          className="peer h-5 w-8.5 cursor-pointer appearance-none rounded-full border border-line-control bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50"
        />
        <span aria-hidden="true" className="pointer-events-none absolute top-[3px] left-[3px] size-3.5 rounded-full bg-ink-faint transition-transform peer-checked:translate-x-3.5 peer-checked:bg-on-accent" />
      </span>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">{label}</label>
        {hint && <p id={`${id}-about`} className="text-sm text-ink-faint">{hint}</p>}
      </div>
    </div>
  );
}

interface TickProps {
  checked: boolean;
  /** Some of what it stands for. */
  partly?: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** A box alone, whose name is given. */
export function Tick({ label, checked, partly = false, onChange, disabled, id }: TickProps & { label?: string; id?: string }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => { if (box.current) box.current.indeterminate = partly; }, [partly]);
  return (
    <span className="relative inline-flex size-4 shrink-0">
      <input
        ref={box} id={id} type="checkbox" aria-label={label} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)}
        className="peer size-4 cursor-pointer appearance-none rounded-sm border border-line-control bg-panel checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:cursor-not-allowed disabled:opacity-50"
      />
      <svg aria-hidden="true" viewBox="0 0 16 16" fill="none" stroke="var(--on-accent)" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" className="pointer-events-none absolute inset-0 hidden peer-checked:block peer-indeterminate:block">
        <path d={partly ? 'M4.5 8h7' : 'm4 8.4 2.6 2.6L12 5.4'} />
      </svg>
    </span>
  );
}

export function Checkbox({ label, hint, ...rest }: TickProps & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <span className="flex h-5.5 items-center"><Tick {...rest} id={id} /></span>
      <div className="min-w-0"><label htmlFor={id}>{label}</label>{hint && <p className="text-sm text-ink-faint">{hint}</p>}</div>
    </div>
  );
}

export interface Choice<Value extends string> {
  value: Value;
  title: string;
  words?: ReactNode;
  icon?: ReactNode;
  /** Why it cannot be chosen. */
  disabled?: string | false | undefined;
}

export function ChoiceCards<Value extends string>({ label, value, choices, onChange, className }: { label: string; value: Value; choices: readonly Choice<Value>[]; onChange: (value: Value) => void; className?: string }) {
  const name = useId();
  return (
    <fieldset className={clsx('grid gap-2.5', className ?? 'sm:grid-cols-2')}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={clsx(
            'relative flex items-start gap-3 rounded-lg border p-3.5 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-text',
            choice.disabled ? 'cursor-not-allowed border-line bg-sunken' : 'cursor-pointer border-line-strong bg-panel shadow-low hover:bg-hover',
            value === choice.value && 'border-accent! bg-accent-soft!',
          )}
        >
          {choice.icon && <span aria-hidden="true" className={clsx('mt-0.5 *:size-4', value === choice.value ? 'text-accent-text' : 'text-ink-faint')}>{choice.icon}</span>}
          <span className="min-w-0 grow">
            <span className="block font-medium">{choice.title}</span>
            {(choice.disabled || choice.words) && <span className="mt-0.5 block text-sm text-ink-soft">{choice.disabled || choice.words}</span>}
          </span>
          <input
            type="radio" name={name} value={choice.value} checked={value === choice.value} disabled={Boolean(choice.disabled)} onChange={() => onChange(choice.value)}
            className="mt-0.5 size-4 shrink-0 cursor-[inherit] appearance-none rounded-full border border-line-control bg-panel outline-none checked:border-5 checked:border-accent disabled:opacity-40"
          />
        </label>
      ))}
    </fieldset>
  );
}

/** A few views of the same, of which one is shown. */
export function Segments<Value extends string>({ label, value, options, onChange }: { label: string; value: Value; options: readonly { value: Value; label: ReactNode }[]; onChange: (value: Value) => void }) {
  return (
    <div role="group" aria-label={label} className="inline-flex w-fit shrink-0 rounded-md border border-line bg-sunken p-0.5">
      {options.map((option) => (
        <button
          key={option.value} type="button" aria-pressed={value === option.value} onClick={() => onChange(option.value)}
          className="rounded-sm px-2.5 py-1 text-sm font-medium text-ink-soft hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-low"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
