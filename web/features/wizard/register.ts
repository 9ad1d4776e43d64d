// Registering an API, or giving one that could not be read another source.

import { answer, hub, idempotencyKey, type Model } from '@/hub/client';
import { changed } from '@/hub/query';

export type Given = { how: 'url'; url: string } | { how: 'files'; files: File[] } | { how: 'text'; text: string };

export interface Wish {
  source: Given;
  name: string;
  upstream: string;
  kind: string;
}

/** Files go to the hub first, and are then named. */
async function upload(organisation: string, files: readonly File[]): Promise<string> {
  const form = new FormData();
  for (const file of files) form.append('file', file, file.name);
  const made = await answer(hub.POST('/organisations/{organisation}/uploads', {
    params: { path: { organisation } }, body: form as never, bodySerializer: () => form,
  }));
  return made.id;
}

function settings({ upstream, kind }: Wish): Model<'ApiSettings'> {
  return { ...(upstream ? { upstream } : {}), ...(kind ? { kind } : {}) };
}

/** A new API. Answers its identifier, which stays when it is called otherwise; its document is being read. */
export async function register(organisation: string, wish: Wish): Promise<string> {
  const { source } = wish;
  const given: Model<'NewSource'> = source.how === 'url' ? { type: 'url', url: source.url }
    : source.how === 'text' ? { type: 'text', text: source.text }
      : { type: 'upload', upload: await upload(organisation, source.files) };
  const name = wish.name || (source.how === 'files' ? source.files[0]?.name.replace(/\.[^.]+$/, '') : '');
  const made = await answer(hub.POST('/organisations/{organisation}/apis', {
    params: { path: { organisation }, header: { 'Idempotency-Key': idempotencyKey() } },
    body: { source: given, ...(name ? { name } : {}), settings: settings(wish) },
  }));
  void changed('/organisations/{organisation}/apis', '/organisations/{organisation}/jobs');
  return made.id;
}

/** Another source for an API that is there; its document is read anew. */
export async function resource(organisation: string, api: Model<'Api'>, wish: Wish): Promise<string> {
  const { source } = wish;
  const path = { organisation, api: api.id };
  const files = source.how === 'text' ? [new File([source.text], 'document')] : source.how === 'files' ? source.files : [];
  const given: Model<'SourceChange'> = source.how === 'url' ? { type: 'url', url: source.url } : { type: 'upload', upload: await upload(organisation, files) };
  await answer(hub.PATCH('/organisations/{organisation}/apis/{api}', {
    params: { path }, body: { source: given, settings: { ...api.settings, ...settings(wish) }, ...(wish.name ? { name: wish.name } : {}) },
  }));
  await answer(hub.POST('/organisations/{organisation}/apis/{api}/refreshes', { params: { path } }));
  void changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/jobs');
  return api.id;
}
