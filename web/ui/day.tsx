// A day to filter by. The browser's own calendar.

import clsx from 'clsx';

export function DayFilter({ label, value, onChange, className }: { label: string; value: string; onChange: (day: string) => void; className?: string }) {
  return (
    <label className={clsx('flex h-8.5 items-center gap-2 rounded-md border border-line-control bg-panel px-2.5 text-ink shadow-low hover:border-ink-faint has-focus-visible:border-accent-text has-focus-visible:outline-1 has-focus-visible:-outline-offset-1', className)}>
      <span className="text-ink-faint">{label}</span>
      <input type="date" value={value} onChange={(event) => onChange(event.target.value)} className="min-w-0 bg-transparent outline-none" />
    </label>
  );
}
