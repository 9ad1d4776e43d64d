// Takes a text along.

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button';
import { failed } from './toast';

/** Pages that came without TLS have no clipboard of their own: the old way works there. */
async function copy(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'fixed opacity-0';
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  if (!isDone) throw new Error('this browser does not let pages copy; select the text and copy it by hand');
}

export function useCopy(text: string) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const take = () => { copy(text).then(() => setCopied(true), (error: unknown) => failed('Not copied', error)); };
  return { isCopied, take };
}

export function CopyButton({ text, label = 'Copy', size = 'small' }: { text: string; label?: string; size?: 'small' | 'medium' }) {
  const { isCopied, take } = useCopy(text);
  return (
    <IconButton label={isCopied ? 'Copied' : label} size={size} onClick={take}>
      {isCopied ? <Check className="size-3.5 text-good" /> : <Copy className="size-3.5" />}
    </IconButton>
  );
}

export function CopyWordsButton({ text, children }: { text: string; children: string }) {
  const { isCopied, take } = useCopy(text);
  return <Button onClick={take} icon={isCopied ? <Check className="size-3.5 text-good" /> : <Copy className="size-3.5" />}>{isCopied ? 'Copied' : children}</Button>;
}
