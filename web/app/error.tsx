'use client';
// A page that broke. The rest of the console goes on. Plain, as its code is loaded with every page.

export default function Broken({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-24 text-center">
      <h1 className="text-md font-semibold">This page broke</h1>
      <p className="breaks max-w-md text-ink-soft">That is a mistake of the console&rsquo;s. It says: {error.message}</p>
      <button type="button" onClick={reset} className="mt-5 inline-flex h-8.5 items-center rounded-md border border-line-strong bg-panel px-3 font-medium shadow-low hover:bg-hover">Try again</button>
    </div>
  );
}
