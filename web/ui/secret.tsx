// Something secret that is shown this once: to be taken along, and gone with the dialog.

import { CopyWordsButton } from './copy';
import { Callout } from './states';

export function Secret({ text, label, words }: { text: string; label: string; words: string }) {
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warn">{words}</Callout>
      <pre aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-sm break-all whitespace-pre-wrap">{text}</pre>
      <div><CopyWordsButton text={text}>{`Copy the ${label.toLowerCase()}`}</CopyWordsButton></div>
    </div>
  );
}
