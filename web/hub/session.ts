// Who is signed in on this page. The access token is in memory only; the refresh token is in a cookie that no page can read.

import { useSyncExternalStore } from 'react';
import { HubProblem, problemOf, unreachable } from './problem';

/** `unknown` until the hub has been asked, `away` while it does not answer. */
export type Standing = 'unknown' | 'away' | 'signed-in' | 'signed-out';

const SESSIONS = '/api/v1/sessions';
/** Says that this browser was signed in before: without it, the hub is not asked in vain. */
const HINT = 'mcphub.signed-in';
/** A token that ends this soon is renewed first, in milliseconds. */
const SOON = 30_000;

interface Token {
  text: string;
  until: number;
}

let token: Token | undefined;
let standing: Standing = 'unknown';
let renewing: Promise<Token | undefined> | undefined;
const listeners = new Set<() => void>();
/** What one page does concerns all pages of this browser. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('mcphub.session');

function become(next: Standing, given?: Token) {
  token = given;
  if (standing === next) return;
  standing = next;
  if (next === 'signed-in') localStorage.setItem(HINT, '1');
  if (next === 'signed-out') localStorage.removeItem(HINT);
  for (const listener of listeners) listener();
}

channel?.addEventListener('message', (message) => {
  if (message.data === 'out') become('signed-out');
  // Somebody else may have signed in: whoever is shown as signed out looks again.
  if (message.data === 'in' && standing === 'signed-out') void renew();
});

async function post(path: string, body: unknown): Promise<Token> {
  const response = await fetch(`${SESSIONS}${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), credentials: 'same-origin',
  }).catch(() => { throw unreachable(); });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response, answer);
  const given = answer as { access_token: string; expires_in: number };
  return { text: given.access_token, until: Date.now() + given.expires_in * 1000 };
}

/** The next access token, by the cookie; nothing when the sign-in has ended. Asked for once, however many want it. */
export function renew(): Promise<Token | undefined> {
  renewing ??= (async () => {
    try {
      const next = await post('/refresh', {});
      become('signed-in', next);
      return next;
    } catch (error) {
      // A hub that is away for a moment signs nobody out.
      if (!(error instanceof HubProblem) || error.status !== 401) throw error;
      become('signed-out');
      return undefined;
    } finally {
      renewing = undefined;
    }
  })();
  return renewing;
}

/** A token that holds for a while; nothing for whoever is not signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (token && token.until - Date.now() > SOON) return token.text;
  if (standing === 'signed-out') return undefined;
  return (await renew())?.text;
}

/** A token that the hub refused is not used again. */
export function refused(text: string) {
  if (token?.text === text) token = undefined;
}

/** Finds out who this is, once the page is there; asks until the hub answers. */
export async function begin() {
  while (standing === 'unknown' || standing === 'away') {
    if (!localStorage.getItem(HINT)) return become('signed-out');
    try {
      await renew();
    } catch {
      become('away');
      await new Promise((resolve) => { setTimeout(resolve, 3000); });
    }
  }
}

export interface SignIn {
  email: string;
  password: string;
  code?: string;
}

export async function signIn(given: SignIn) {
  become('signed-in', await post('', { ...given, cookie: true }));
  channel?.postMessage('in');
}

/** Ends the sign-in, here and in the hub. Whoever cannot tell the hub is signed out here all the same. */
export async function signOut() {
  try {
    const text = await accessToken();
    if (text) await fetch(`${SESSIONS}/current`, { method: 'DELETE', headers: { authorization: `Bearer ${text}` } });
  } catch {
    // The hub is away; its cookie is of no use without it.
  }
  become('signed-out');
  channel?.postMessage('out');
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

export function useStanding(): Standing {
  return useSyncExternalStore(subscribe, () => standing, () => 'unknown');
}
