'use client';
// The console broke as a whole.

import './globals.css';
import { to } from '@/routes';

export default function Broken({ error }: { error: Error }) {
  return (
    <html lang="en">
      <body>
        <main role="alert" className="flex min-h-dvh flex-col items-center justify-center gap-1 px-6 text-center">
          <h1 className="text-md font-semibold">The console broke</h1>
          <p className="breaks max-w-md text-ink-soft">That is a mistake of ours. It says: {error.message}</p>
          <a href={to.dashboard('')} className="mt-5 inline-flex h-8.5 items-center rounded-md border border-line-strong bg-panel px-3 font-medium shadow-low hover:bg-hover">Begin again</a>
        </main>
      </body>
    </html>
  );
}
