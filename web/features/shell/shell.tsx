'use client';
// The frame of the pages for those who are signed in. Others are led to sign in, and back.

import { Menu as MenuIcon, Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { unreachable } from '@/hub/problem';
import { useStanding } from '@/hub/session';
import { to } from '@/routes';
import { IconButton } from '@/ui/button';
import { Drawer } from '@/ui/dialog';
import { Mark } from '@/ui/mark';
import { Skeleton, Trouble } from '@/ui/states';
import { LiveProvider } from './live';
import { OrganisationProvider } from './organisation';
import { openPalette } from './palette-state';
import { Shortcuts } from './shortcuts';
import { Sidebar } from './sidebar';

export function Shell({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Waiting />}><Guarded>{children}</Guarded></Suspense>;
}

function Guarded({ children }: { children: ReactNode }) {
  // What follows from it is put together bit by bit, so that the browser can do other things in between.
  const standing = useDeferredValue(useStanding());
  const router = useRouter();
  useEffect(() => {
    if (standing === 'signed-out') router.replace(to.signIn(location.pathname + location.search));
  }, [standing, router]);
  const trouble = (error: Error, retry: () => void) => <main className="flex min-h-dvh items-center justify-center"><Trouble error={error} onRetry={retry} /></main>;
  if (standing === 'away') return trouble(unreachable(), () => location.reload());
  if (standing !== 'signed-in') return <Waiting />;
  return (
    <OrganisationProvider waiting={<Waiting />} trouble={trouble}>
      <LiveProvider>
        <Shortcuts />
        <Frame>{children}</Frame>
      </LiveProvider>
    </OrganisationProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <a href="#content" className="sr-only z-60 rounded-md bg-raised px-3 py-2 shadow-high focus:not-sr-only focus:fixed focus:top-2 focus:left-2">Go to the content</a>
      <aside className="sticky top-0 h-dvh border-r border-line bg-sunken max-lg:hidden"><Sidebar /></aside>
      <TopBar />
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">{children}</main>
    </div>
  );
}

/** What stands for the sidebar where there is no room for it. */
function TopBar() {
  const path = usePathname();
  // It is closed by going somewhere.
  const [openAt, setOpenAt] = useState<string>();
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-ground/90 px-3 py-2 backdrop-blur-sm lg:hidden">
      <IconButton label="Open the menu" onClick={() => setOpenAt(path)}><MenuIcon className="size-4.5" /></IconButton>
      <span className="flex grow items-center gap-2 font-semibold tracking-tight"><Mark className="size-5.5" />MCP Hub</span>
      <IconButton label="Search and commands" onClick={openPalette}><Search className="size-4" /></IconButton>
      <Drawer label="Menu" isOpen={openAt === path} onClose={() => setOpenAt(undefined)}><Sidebar /></Drawer>
    </header>
  );
}

/** The frame before it is known who this is. */
function Waiting() {
  return (
    <div role="status" aria-label="The console is being opened" className="lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <div className="flex h-dvh flex-col gap-4 border-r border-line bg-sunken px-3 py-4 max-lg:hidden">
        <span className="flex items-center gap-2.5 px-2 font-semibold tracking-tight"><Mark className="size-6" />MCP Hub</span>
        <Skeleton className="h-9 w-full" /><Skeleton className="h-8.5 w-full" /><Skeleton className="mt-2 h-5 w-32" /><Skeleton className="h-5 w-24" /><Skeleton className="h-5 w-28" />
      </div>
      <div className="flex flex-col gap-6 px-4 pt-7 sm:px-8"><Skeleton className="h-7 w-56" /><Skeleton className="h-40 w-full" /><Skeleton className="h-64 w-full" /></div>
    </div>
  );
}
