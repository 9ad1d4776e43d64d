// The one way to the REST API: typed by its OpenAPI document, with the caller's token, every failure a HubProblem.

import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './generated';
import { problemOf, unreachable } from './problem';
import { accessToken, refused } from './session';

/** What the hub knows, by name: `Model<'Server'>`. */
export type Model<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Sends a request as whoever is signed in; once more with a new token when the hub refuses the one at hand. */
async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await accessToken();
  if (token) request.headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(request);
  if (response.status !== 401 || !token) return response;
  refused(token);
  const next = await accessToken();
  if (!next) return response;
  again.headers.set('authorization', `Bearer ${next}`);
  return fetch(again);
}

const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined;
    throw problemOf(response, await response.clone().json().catch(() => undefined));
  },
  onError({ error }) {
    // Whoever does not want the answer any more is told so as they expect it.
    return error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  },
};

export const hub = createClient<paths>({ baseUrl: '/api/v1', fetch: send });
hub.use(problems);

/** The answer's body. Failures were thrown before. */
export async function answer<Data>(asked: Promise<{ data?: Data }>): Promise<Data> {
  return (await asked).data as Data;
}

/** A key by which the hub recognises a request that is sent again. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
