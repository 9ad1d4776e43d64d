// The ways to authenticate that documents declare, and what has to be asked of people for each of them.

import type { Model } from '@/hub/client';

/** As the hub writes it; its own document calls it an object. */
export type Scheme =
  | { type: 'api-key'; place: 'header' | 'query' | 'cookie'; name: string }
  | { type: 'basic' } | { type: 'bearer'; format?: string } | { type: 'mutual-tls' } | { type: 'ws-signature' }
  | { type: 'oauth2'; flows: { grant: string; token_url?: string; authorization_url?: string; scopes?: [string, string][] }[] }
  | { type: 'open-id-connect'; url: string } | { type: 'ws-security'; digest?: boolean } | { type: 'http'; scheme: string }
  | { type: 'aws-sigv4'; service?: string; region?: string } | { type: 'hmac'; key?: string; message: string; headers: [string, string][] };

export interface SecretField {
  name: string;
  label: string;
  hint?: string;
  isPlain?: boolean;
  isLong?: boolean;
  /** May be left empty. */
  isOptional?: boolean;
}

/** One way to give the secret: what is asked for, and how it is put together. */
export interface SecretForm {
  title: string;
  fields: SecretField[];
  join: (values: Record<string, string>) => string;
}

/** One way to say where the secret is, for the hub to read it there. */
export interface SourceForm {
  title: string;
  fields: SecretField[];
  /** What is said to people who choose it. */
  words: string;
  source: (values: Record<string, string>) => Model<'SecretSource'>;
}

/** The places of this organisation, as far as the hub has any. */
export function elsewhere({ vault, kubernetes }: Model<'SecretSources'>): SourceForm[] {
  const key: SecretField = { name: 'key', label: 'Key in it', isPlain: true };
  const words = 'The hub reads it at once, and again from time to time: a value that you change there comes into use by itself.';
  return [
    ...(vault ? [{
      title: 'In Vault', words, fields: [{ name: 'path', label: 'Path', hint: `Below ${vault}/`, isPlain: true }, key],
      source: ({ path = '', key = '' }) => ({ vault: { path: path.trim(), key: key.trim() } }),
    }] : []),
    ...(kubernetes ? [{
      title: 'In Kubernetes', words, fields: [{ name: 'name', label: 'Secret', hint: `In the namespace ${kubernetes}`, isPlain: true }, key],
      source: ({ name = '', key = '' }) => ({ kubernetes: { name: name.trim(), key: key.trim() } }),
    }] : []),
  ];
}

/** Where a secret is, in a few words. */
export function placeOf(source: Model<'SecretSource'>): string {
  return 'vault' in source ? `Vault: ${source.vault.path}, key ${source.vault.key}` : `Kubernetes: Secret ${source.kubernetes.name}, key ${source.kubernetes.key}`;
}

const USER_AND_PASSWORD: SecretForm = {
  title: 'User and password',
  fields: [{ name: 'user', label: 'User', isPlain: true }, { name: 'password', label: 'Password' }],
  join: ({ user = '', password = '' }) => `${user}:${password}`,
};
const AWS: SecretForm = {
  title: 'Access key',
  fields: [{ name: 'id', label: 'Access key ID', isPlain: true }, { name: 'secret', label: 'Secret access key' }, { name: 'token', label: 'Session token', hint: 'Only with temporary credentials.', isOptional: true }],
  join: ({ id = '', secret = '', token = '' }) => [id, secret, ...(token ? [token] : [])].join(':'),
};
const KEY_AND_SECRET: SecretForm = {
  title: 'Key and secret',
  fields: [{ name: 'id', label: 'Key ID', isPlain: true }, { name: 'secret', label: 'Secret' }],
  join: ({ id = '', secret = '' }) => `${id}:${secret}`,
};
const PEM: SecretForm = {
  title: 'Certificate',
  fields: [{ name: 'pem', label: 'Certificate and private key', hint: 'In PEM: the certificate with its chain, then the key.', isLong: true }],
  join: ({ pem = '' }) => pem,
};
const one = (label: string, hint?: string): SecretForm => ({ title: label, fields: [{ name: 'value', label, ...(hint ? { hint } : {}) }], join: ({ value = '' }) => value });

export function formsOf(scheme: Scheme): SecretForm[] {
  switch (scheme.type) {
    case 'api-key': return [one('Key')];
    case 'basic': case 'ws-security': return [USER_AND_PASSWORD];
    case 'bearer': return [one('Token', scheme.format && `A ${scheme.format}, says the document.`)];
    case 'open-id-connect': return [one('Access token')];
    case 'mutual-tls': case 'ws-signature': return [PEM];
    case 'aws-sigv4': return [AWS];
    case 'hmac': return [scheme.message.includes('{key_id}') || scheme.headers.some(([, template]) => template.includes('{key_id}')) ? KEY_AND_SECRET : one('Shared secret', scheme.key && `Written in ${scheme.key}.`)];
    case 'http': return /digest/i.test(scheme.scheme) ? [USER_AND_PASSWORD] : [one('Credentials', `What follows ${scheme.scheme} in the header Authorization.`)];
    case 'oauth2': {
      const client: SecretForm = {
        title: 'Client credentials',
        fields: [{ name: 'id', label: 'Client ID', isPlain: true }, { name: 'secret', label: 'Client secret' }],
        join: ({ id = '', secret = '' }) => `${id}:${secret}`,
      };
      const refresh: SecretForm = {
        title: 'Refresh token',
        fields: [...client.fields.map((field) => (field.name === 'secret' ? { ...field, hint: 'Empty for a public client.', isOptional: true } : field)), { name: 'refresh', label: 'Refresh token' }],
        join: ({ id = '', secret = '', refresh: token = '' }) => `${id}:${secret}:${token}`,
      };
      const has = (wanted: (grant: string) => boolean) => scheme.flows.some(({ grant, token_url: url }) => url && wanted(grant));
      const isOther = (grant: string) => grant !== 'client-credentials' && grant !== 'implicit';
      return [...(has((grant) => grant === 'client-credentials') ? [client] : []), ...(has(isOther) ? [refresh] : []), one('Access token')];
    }
  }
}

/** What it is, in a sentence. */
export function wordsOf(scheme: Scheme): string {
  switch (scheme.type) {
    case 'api-key': return `API key, sent in the ${scheme.place === 'query' ? 'query parameter' : scheme.place} ${scheme.name}`;
    case 'basic': return 'User and password (HTTP Basic)';
    case 'bearer': return `Bearer token${scheme.format ? ` (${scheme.format})` : ''}`;
    case 'oauth2': return 'OAuth 2.0';
    case 'open-id-connect': return 'OpenID Connect';
    case 'ws-security': return `WS-Security user name and password${scheme.digest ? ', as a digest' : ''}`;
    case 'ws-signature': return 'WS-Security signature by a certificate';
    case 'mutual-tls': return 'Client certificate (mutual TLS)';
    case 'http': return `HTTP ${scheme.scheme}`;
    case 'aws-sigv4': return `AWS Signature Version 4${scheme.service ? ` for ${scheme.service}` : ''}`;
    case 'hmac': return `Signed requests (HMAC), in ${scheme.headers.map(([name]) => name).join(', ')}`;
  }
}
