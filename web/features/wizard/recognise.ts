// What a text that somebody pasted seems to be: only a hint, as the hub looks for itself.

const SIGNS: readonly [RegExp, string][] = [
  [/^\s*curl\s/m, 'a curl command'],
  [/["']?openapi["']?\s*:\s*["']?3\./, 'an OpenAPI 3 document'],
  [/["']?swagger["']?\s*:\s*["']?2\./, 'a Swagger 2.0 document'],
  [/<(\w+:)?definitions[\s>]/, 'a WSDL'],
  [/^\s*syntax\s*=\s*["']proto[23]["']|^\s*edition\s*=/m, 'a protocol buffers file'],
  [/"_postman_id"|schema\.getpostman\.com/, 'a Postman collection'],
  [/"log"\s*:\s*\{[\s\S]*"entries"\s*:/, 'a HAR recording'],
  [/"__schema"\s*:/, 'a GraphQL introspection result'],
  [/^\s*(extend\s+)?(type|schema|interface|input|enum)\s+\w*\s*[@{]/m, 'a GraphQL schema'],
  [/^\s*tools\s*:/m, 'HTTP tools'],
];

export function recognise(text: string): string | undefined {
  const begun = text.slice(0, 200_000);
  return SIGNS.find(([sign]) => sign.test(begun))?.[1];
}

/** An address without its scheme is one all the same. */
export function completed(address: string): string {
  const text = address.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const isLocal = /^(localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(text);
  return `${isLocal ? 'http' : 'https'}://${text}`;
}

/** Somebody may paste an address where the text of a document is asked for. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim());
}
