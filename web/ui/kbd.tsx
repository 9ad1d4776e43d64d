// Keys to press.

export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5" aria-hidden="true">
      {keys.split(' ').map((key, index) => <kbd key={index} className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs text-ink-faint">{key}</kbd>)}
    </span>
  );
}
