// An address that leads nowhere. Plain, as its code would be loaded with every page.

import { to } from '@/routes';
import { Mark } from '@/ui/mark';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-1 px-6 text-center">
      <Mark className="mb-5 size-10" />
      <h1 className="text-md font-semibold">There is no such page</h1>
      <p className="max-w-md text-ink-soft">The address may have been mistyped, or what it named has another place now.</p>
      <a href={to.dashboard('')} className="mt-5 inline-flex h-8.5 items-center rounded-md bg-accent px-3 font-medium text-on-accent hover:bg-accent-strong">Go to the dashboard</a>
    </main>
  );
}
