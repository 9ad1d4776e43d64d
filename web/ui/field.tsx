// Fields of forms: a label, a control, and below it a hint or what is wrong, connected for whoever listens.

import clsx from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';

const CONTROL = clsx(
  'w-full rounded-md border border-line-control bg-panel text-ink shadow-low transition-colors hover:border-ink-faint',
  'focus-visible:border-accent-text focus-visible:outline-1 focus-visible:-outline-offset-1',
  'aria-invalid:border-bad read-only:bg-sunken disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint',
);

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: string | undefined;
  /** Beside the label: `optional`, a link. */
  aside?: ReactNode;
  className?: string;
}

interface Ids {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export function Field({ label, hint, error, aside, className, children }: FieldProps & { children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium text-ink">{label}</label>
        {aside && <span className="text-xs text-ink-faint">{aside}</span>}
      </div>
      {children({ id, 'aria-describedby': error || hint ? about : undefined, 'aria-invalid': error ? true : undefined })}
      {error ? <p id={about} role="alert" className="text-sm text-bad-text">{error}</p> : hint && <p id={about} className="text-sm text-ink-faint">{hint}</p>}
    </div>
  );
}

type InputProps = FieldProps & Omit<ComponentProps<'input'>, 'className'> & { inputClassName?: string; mono?: boolean; before?: ReactNode };

export function TextField({ label, hint, error, aside, className, inputClassName, mono, before, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => (
        <div className="relative">
          {before && <span aria-hidden="true" className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-faint">{before}</span>}
          <input {...ids} {...rest} className={clsx(CONTROL, 'h-9 px-2.5', before && 'pl-8.5', mono && 'font-mono text-sm', inputClassName)} />
        </div>
      )}
    </Field>
  );
}

export function PasswordField({ label, hint, error, aside, className, mono, ...rest }: InputProps) {
  const [isShown, show] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => (
        <div className="relative">
          <input {...ids} spellCheck={false} {...rest} type={isShown ? 'text' : 'password'} className={clsx(CONTROL, 'h-9 px-2.5 pr-10', mono && 'font-mono text-sm')} />
          <button
            type="button" onClick={() => show(!isShown)} aria-label={isShown ? 'Hide what was typed' : 'Show what was typed'} aria-pressed={isShown}
            className="absolute inset-y-0.5 right-0.5 flex w-8.5 items-center justify-center rounded-md text-ink-faint hover:text-ink"
          >
            {isShown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
          </button>
        </div>
      )}
    </Field>
  );
}

export function TextArea({ label, hint, error, aside, className, mono, inputClassName, ...rest }: FieldProps & Omit<ComponentProps<'textarea'>, 'className'> & { mono?: boolean; inputClassName?: string }) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => <textarea rows={4} {...ids} {...rest} className={clsx(CONTROL, 'min-h-20 px-2.5 py-2', mono && 'font-mono text-sm', inputClassName)} />}
    </Field>
  );
}

/** A field to look for something: without a visible label, as its picture says it. */
export function SearchField({ label, className, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: string }) {
  return (
    <div className={clsx('relative', className)}>
      <svg aria-hidden="true" viewBox="0 0 16 16" className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-3.5 text-ink-faint" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
        <circle cx="7" cy="7" r="4.75" /><path d="m10.6 10.6 3.4 3.4" />
      </svg>
      <input type="search" aria-label={label} placeholder={label} {...rest} className={clsx(CONTROL, 'h-8.5 pr-2.5 pl-8 text-base')} />
    </div>
  );
}
