// An API's settings as a form has them, and back.

import type { Model } from '@/hub/client';
import type { Option } from '@/ui/select';

type Api = Model<'Api'>;

const never = { value: '', label: 'Never by itself' };
/** Choices in seconds. */
export const EVERY: Record<'refresh' | 'probe', readonly Option<string>[]> = {
  refresh: [never, { value: '900', label: 'Every 15 minutes' }, { value: '3600', label: 'Every hour' }, { value: '21600', label: 'Every 6 hours' }, { value: '86400', label: 'Every day' }, { value: '604800', label: 'Every week' }],
  probe: [never, { value: '60', label: 'Every minute' }, { value: '300', label: 'Every 5 minutes' }, { value: '900', label: 'Every 15 minutes' }, { value: '3600', label: 'Every hour' }],
};

export const KIND_OPTIONS: readonly Option<string>[] = [
  { value: '', label: 'What it turns out to be' }, { value: 'openapi', label: 'OpenAPI or Swagger' }, { value: 'graphql', label: 'GraphQL' }, { value: 'wsdl', label: 'WSDL' }, { value: 'grpc', label: 'gRPC' },
  { value: 'postman', label: 'Postman' }, { value: 'har', label: 'HAR' }, { value: 'curl', label: 'curl' }, { value: 'http', label: 'HTTP tools' },
];

export const VALIDATIONS: readonly Option<Model<'Validation'>>[] = [
  { value: 'best-effort', label: 'Good enough for one tool' }, { value: 'complete', label: 'Complete: every operation becomes a tool' }, { value: 'strict', label: 'Strict: neither errors nor warnings' },
];

/** A choice for a value that is none of the usual ones. */
function among(options: readonly Option<string>[], seconds: number | null | undefined): string {
  const value = seconds ? String(seconds) : '';
  return options.some((option) => option.value === value) ? value : 'as-it-is';
}

export function draftOf({ name, slug, description, tags, source, settings }: Api) {
  return {
    name, slug, description, tags: tags.join(', '), url: source.type === 'url' ? source.url : '', kind: settings.kind ?? '', validation: settings.validation ?? 'best-effort',
    refresh: among(EVERY.refresh, settings.refresh_every), probeEvery: among(EVERY.probe, settings.probe_every === undefined ? 300 : settings.probe_every), probe: settings.probe ?? '',
    only: (settings.only ?? []).join(', '), isAuto: settings.auto_approve ?? false, upstream: settings.upstream ?? '',
  };
}

export type Draft = ReturnType<typeof draftOf>;

const words = (text: string) => text.split(/[,\n]/).map((word) => word.trim()).filter(Boolean);
const seconds = (chosen: string, before: number | null | undefined) => (chosen === 'as-it-is' ? before ?? null : chosen === '' ? null : Number(chosen));

export const tagsOf = ({ tags }: Draft): string[] => [...new Set(words(tags))];

export function settingsOf({ settings }: Api, draft: Draft): Model<'ApiSettings'> {
  return {
    ...settings, kind: draft.kind || null, validation: draft.validation, refresh_every: seconds(draft.refresh, settings.refresh_every), probe_every: seconds(draft.probeEvery, settings.probe_every),
    probe: draft.probe.trim() || null, only: words(draft.only), auto_approve: draft.isAuto, upstream: draft.upstream.trim() || null,
  };
}

export function sourceOf({ source }: Api, { url }: Draft): Pick<Model<'ApiChange'>, 'source'> {
  return source.type === 'url' && url.trim() !== source.url ? { source: { type: 'url', url: url.trim() } } : {};
}
