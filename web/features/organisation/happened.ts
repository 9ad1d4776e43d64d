// Kinds of events and of audited actions in words, and where what they are about is to be found.

import { to } from '@/routes';

const NOUNS = new Map([
  ['api', 'API'], ['api-key', 'API key'], ['service-account', 'Service account'], ['data-key', 'Data key'], ['master-key', 'Master key'], ['signing-key', 'Signing key'], ['user', 'Account'], ['session', 'Sign-in'],
]);

/** `api.revision-approved`: `API revision approved`. */
export function kindInWords(kind: string): string {
  const [noun = '', ...rest] = kind.split('.');
  const begun = NOUNS.get(noun) ?? noun.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return [begun, ...rest.map((word) => word.replaceAll('-', ' '))].join(' ');
}

/** The page of what an identifier stands for; nothing where it has none. */
export function pageOf(organisation: string, subject: string): string | undefined {
  if (subject.startsWith('api_')) return to.api(organisation, subject);
  if (subject.startsWith('srv_')) return to.server(organisation, subject);
  if (subject.startsWith('key_') || subject.startsWith('svc_')) return to.organisation(organisation, 'keys');
  if (subject.startsWith('rol_')) return to.organisation(organisation, 'roles');
  if (subject.startsWith('usr_') || subject.startsWith('inv_')) return to.organisation(organisation, 'members');
  if (subject.startsWith('reg_')) return to.organisation(organisation, 'registries');
  if (subject.startsWith('whk_')) return to.organisation(organisation, 'webhooks');
  return undefined;
}
