// Code to be read and copied: highlighted once its colours are there, shown in part where it is long.

import clsx from 'clsx';
import type { Root, RootContent } from 'hast';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';
import { CopyButton } from './copy';

export type Language = 'json' | 'yaml' | 'ini' | 'bash' | 'python' | 'xml' | 'graphql' | 'http' | 'text';

/** Characters that are coloured; more takes longer than anybody wants to wait. */
const MOST = 60_000;
/** Lines that are shown at first. */
const LINES = 400;

/** Parts of a text with their classes, as React writes them: what a document says stays text. */
function parts(nodes: readonly RootContent[]): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    return <span key={index} className={(node.properties.className as string[] | undefined)?.join(' ')}>{parts(node.children)}</span>;
  });
}

function useColours(text: string, language: Language): Root | undefined {
  const [tree, setTree] = useState<{ text: string; root: Root }>();
  useEffect(() => {
    if (language === 'text' || text.length > MOST) return undefined;
    let isOver = false;
    void import('./highlight').then(({ highlight }) => { if (!isOver) setTree({ text, root: highlight(language, text) }); });
    return () => { isOver = true; };
  }, [text, language]);
  return tree?.text === text ? tree.root : undefined;
}

interface CodeProps {
  text: string;
  language?: Language;
  /** What it is: the path of a file, a header. */
  title?: ReactNode;
  /** Beside the button that copies. */
  actions?: ReactNode;
  label?: string;
  wraps?: boolean;
  className?: string;
}

export function Code({ text, language = 'text', title, actions, label, wraps = false, className }: CodeProps) {
  const [isWhole, setWhole] = useState(false);
  const lines = text.split('\n');
  const isLong = lines.length > LINES;
  const shown = isLong && !isWhole ? lines.slice(0, LINES).join('\n') : text;
  const tree = useColours(shown, language);
  return (
    <figure className={clsx('min-w-0 overflow-hidden rounded-lg border border-line bg-sunken', className)}>
      <figcaption className={clsx('flex items-center gap-2 pl-3.5', title ? 'border-b border-line py-1 pr-1' : 'float-right p-1')}>
        {title && <span className="min-w-0 grow truncate font-mono text-xs text-ink-faint">{title}</span>}
        {actions}
        <CopyButton text={text} label={label ? `Copy ${label}` : 'Copy'} />
      </figcaption>
      <pre tabIndex={0} aria-label={label ?? (typeof title === 'string' ? title : 'Code')} className={clsx('max-h-[32rem] overflow-auto px-3.5 py-3 font-mono text-xs leading-5', wraps && 'breaks whitespace-pre-wrap')}>
        <code>{tree ? parts(tree.children) : shown}</code>
      </pre>
      {isLong && !isWhole && <div className="border-t border-line p-2 text-center"><Button size="small" look="quiet" onClick={() => setWhole(true)}>Show all {lines.length} lines</Button></div>}
    </figure>
  );
}

/** A value as JSON. */
export function Json({ value, ...rest }: Omit<CodeProps, 'text' | 'language'> & { value: unknown }) {
  return <Code {...rest} language="json" text={JSON.stringify(value, null, 2) ?? 'undefined'} />;
}

/** A text that may be JSON: then as it is best read. */
export function languageOf(text: string, mediaType = ''): { text: string; language: Language } {
  const begun = text.trimStart();
  if (/json/.test(mediaType) || begun.startsWith('{') || begun.startsWith('[')) {
    try {
      return { text: JSON.stringify(JSON.parse(text), null, 2), language: 'json' };
    } catch {
      return { text, language: 'text' };
    }
  }
  if (/xml|html/.test(mediaType) || begun.startsWith('<')) return { text, language: 'xml' };
  if (/yaml/.test(mediaType)) return { text, language: 'yaml' };
  return { text, language: 'text' };
}
