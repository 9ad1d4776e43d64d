// The sign of MCP Hub: what is around a hub.

import clsx from 'clsx';

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={clsx('shrink-0 text-accent', className)}>
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.4" strokeLinecap="round">
        <circle cx="16" cy="16" r="3.4" />
        <path d="M16 5.6v4.2M16 22.2v4.2M7 10.8l3.6 2.1M21.4 19.1l3.6 2.1M7 21.2l3.6-2.1M21.4 12.9l3.6-2.1" />
      </g>
    </svg>
  );
}
