// How a page is laid out: its head, its sections, panels, and pairs of names and values.

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { Link } from './link';

interface PageProps {
  /** Also the title of the window. */
  title: string;
  /** Beside the title: a state. */
  aside?: ReactNode;
  /** What the page is for, or what the thing says of itself. */
  words?: ReactNode;
  /** Where it belongs to, from the outside in. */
  trail?: readonly { title: string; href: string }[];
  actions?: ReactNode;
  /** Views of the same. */
  tabs?: ReactNode;
  children: ReactNode;
  /** For what is read and filled in rather than looked over. */
  isNarrow?: boolean;
}

export function Page({ title, aside, words, trail, actions, tabs, children, isNarrow }: PageProps) {
  useEffect(() => { document.title = `${title} · MCP Hub`; }, [title]);
  return (
    <div className={clsx('mx-auto flex w-full flex-col px-4 pt-6 pb-20 sm:px-8', isNarrow ? 'max-w-4xl' : 'max-w-7xl')}>
      {trail && (
        <nav aria-label="Where this belongs" className="mb-2 flex flex-wrap items-center gap-1 text-sm text-ink-faint">
          {trail.map((step) => (
            <Fragment key={step.href}>
              <Link href={step.href} className="hover:text-ink">{step.title}</Link>
              <ChevronRight aria-hidden className="size-3.5" />
            </Fragment>
          ))}
        </nav>
      )}
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="breaks text-xl font-semibold">{title}</h1>
            {aside}
          </div>
          {words && <div className="breaks mt-1 max-w-3xl text-ink-soft">{words}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {tabs ? <div className="mt-4">{tabs}</div> : null}
      <div className="mt-6 flex min-w-0 flex-col gap-6">{children}</div>
    </div>
  );
}

export interface TabLink {
  title: string;
  href: string;
  isCurrent: boolean;
  /** How many there are. */
  count?: number | undefined;
}

export function PageTabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const frame = useRef<HTMLElement>(null);
  const current = tabs.findIndex(({ isCurrent }) => isCurrent);
  // Where they have no room side by side, the current one is brought into sight.
  useEffect(() => {
    const tab = frame.current?.querySelectorAll('li')[current];
    if (frame.current && tab) frame.current.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - frame.current.clientWidth / 2;
  }, [current]);
  return (
    <nav ref={frame} aria-label={label} className="no-scrollbar relative -mx-4 overflow-x-auto border-b border-line px-4 sm:-mx-8 sm:px-8">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href} aria-current={tab.isCurrent ? 'page' : undefined}
              className="-mb-px flex items-center gap-1.5 border-b-2 border-transparent px-2.5 py-2 whitespace-nowrap text-ink-soft transition-colors hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink focus-visible:-outline-offset-2"
            >
              {tab.title}
              {tab.count !== undefined && <span className="tabular text-xs text-ink-faint">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface PanelProps {
  title?: ReactNode;
  words?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Lists and tables reach its edges. */
  isFlush?: boolean;
  className?: string;
}

export function Panel({ title, words, actions, children, isFlush, className }: PanelProps) {
  return (
    <section className={clsx('min-w-0 overflow-hidden rounded-xl border border-line bg-panel shadow-low', className)}>
      {(title || actions) && (
        <div className={clsx('flex flex-wrap items-center justify-between gap-3 px-4 pt-3.5 sm:px-5', isFlush ? 'pb-3' : 'pb-1')}>
          <div className="min-w-0">
            {title && <h2 className="font-semibold">{title}</h2>}
            {words && <p className="text-sm text-ink-faint">{words}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      <div className={isFlush ? (title ? 'border-t border-line' : undefined) : 'px-4 py-4 sm:px-5'}>{children}</div>
    </section>
  );
}

/** Names and their values. What has no value is left out. */
export function Facts({ facts, className }: { facts: readonly (readonly [name: string, value: ReactNode])[]; className?: string }) {
  return (
    <dl className={clsx('grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-6 gap-y-2', className)}>
      {facts.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className="breaks min-w-0">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** A figure with its name. */
export function Stat({ name, value, aside, tone }: { name: string; value: ReactNode; aside?: ReactNode; tone?: 'bad' | undefined }) {
  return (
    <div className="min-w-0">
      <div className="text-sm text-ink-faint">{name}</div>
      <div className={clsx('tabular mt-0.5 text-xl font-semibold tracking-tight', tone === 'bad' && 'text-bad-text')}>{value}</div>
      {aside && <div className="tabular mt-0.5 text-sm text-ink-faint">{aside}</div>}
    </div>
  );
}
