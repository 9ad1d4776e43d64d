'use client';
// Buttons, and links that look like them. What cannot be done now stays visible and says why.

import clsx from 'clsx';
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react';
import { Link } from './link';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

export type Look = 'primary' | 'plain' | 'quiet' | 'danger';
export type Size = 'small' | 'medium' | 'large';

const LOOKS: Record<Look, string> = {
  primary: 'border-transparent bg-accent text-on-accent shadow-low hover:bg-accent-strong active:bg-accent-strong',
  plain: 'border-line-strong bg-panel text-ink shadow-low hover:bg-hover active:bg-pressed',
  quiet: 'border-transparent text-ink-soft hover:bg-hover hover:text-ink active:bg-pressed',
  danger: 'border-transparent bg-bad-strong text-on-accent shadow-low hover:brightness-95',
};
const SIZES: Record<Size, string> = {
  small: 'h-7 gap-1.5 px-2.5 text-sm',
  medium: 'h-8.5 gap-2 px-3 text-base',
  large: 'h-10 gap-2 px-4 text-base',
};
/** Of those that show only a picture. */
const SQUARES: Record<Size, string> = { small: 'size-7', medium: 'size-8.5', large: 'size-10' };

export function looks(look: Look, size: Size, more?: string): string {
  return dressed(look, SIZES[size], more);
}

function dressed(look: Look, measures: string, more?: string): string {
  return clsx(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-55 aria-disabled:shadow-none', LOOKS[look], measures, more,
  );
}

interface Shape {
  look?: Look;
  size?: Size;
  icon?: ReactNode;
  children?: ReactNode;
}

type ButtonProps = Shape & Omit<ComponentProps<'button'>, 'disabled'> & {
  /** Why it cannot be used now; it can when there is nothing. */
  disabled?: string | false | undefined;
  /** What it was asked to do goes on. */
  busy?: boolean;
};

/** A button that can be reached, and read out, also while it cannot be used. */
function Bare({ reason, busy, onClick, type = 'button', children, ...rest }: Omit<ComponentProps<'button'>, 'disabled'> & { reason: string | undefined; busy: boolean }) {
  const id = useId();
  const isOff = busy || Boolean(reason);
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button {...rest} type={type} onClick={click} aria-disabled={isOff || undefined} aria-busy={busy || undefined} aria-describedby={reason ? id : rest['aria-describedby']}>
      {children}
      {reason && <span id={id} className="sr-only">{reason}</span>}
    </button>
  );
}

export function Button({ look = 'plain', size = 'medium', icon, busy = false, disabled, children, className, ...rest }: ButtonProps) {
  const button = (
    <Bare {...rest} reason={disabled || undefined} busy={busy} className={looks(look, size, className)}>
      {busy ? <Spinner className="size-3.5" /> : icon}
      {children}
    </Bare>
  );
  return disabled ? <Tooltip words={disabled}>{button}</Tooltip> : button;
}

export function LinkButton({ look = 'plain', size = 'medium', icon, children, className, ...rest }: Shape & ComponentProps<typeof Link>) {
  return <Link {...rest} className={looks(look, size, className)}>{icon}{children}</Link>;
}

/** A button that shows only a picture. Its name is read out, and shown to whoever points at it. */
export function IconButton({ label, size = 'medium', look = 'quiet', className, busy = false, disabled, children, ...rest }: Omit<ButtonProps, 'icon'> & { label: string }) {
  return (
    <Tooltip words={disabled || label}>
      <Bare {...rest} aria-label={label} reason={disabled || undefined} busy={busy} className={dressed(look, SQUARES[size], className)}>
        {busy ? <Spinner className="size-3.5" /> : children}
      </Bare>
    </Tooltip>
  );
}
