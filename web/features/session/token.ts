'use client';
// The token of a link: taken out of the address at once, so that it stays in no history and on no screenshot.

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';

export function useLinkToken(): string {
  const given = useSearchParams().get('token') ?? '';
  const [token, setToken] = useState(given);
  useEffect(() => {
    if (!given) return;
    setToken(given);
    history.replaceState(null, '', location.pathname);
  }, [given]);
  return token;
}
