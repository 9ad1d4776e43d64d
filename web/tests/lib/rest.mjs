// The REST API as whoever the flows sign in as: what a page changed is seen here, apart from the page.

import { ADA } from './world.mjs';

/** Answers with the body; throws what the hub said where it refused. */
export async function rest(world) {
  const ask = async (method, path, body, token) => {
    const response = await fetch(`${world.url}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const { access_token: token } = await ask('POST', '/sessions', { email: ADA.email, password: ADA.password });
  const { items: [{ slug }] } = await ask('GET', '/organisations', undefined, token);
  return { token, organisation: slug, ask: (method, path, body) => ask(method, `/organisations/${slug}${path}`, body, token) };
}
