// Requests that no judge accepts, because of what the document says: each entry names a contradiction or a gap that can be seen
// in the judges' words and the request alone. Defects of judges are in defects.mjs. Everything else is our fault.

const words = (call) => [
  ...(call.words ?? []).map((one) => `${(one.location ?? []).join('.')} ${one.message ?? ''}`), call.second?.words ?? '', call.third?.words ?? '',
].join(' | ');
const path = (call) => (call.operation ?? '').split(' ').slice(1).join(' ');
const type = (call) => call.request?.headers?.['content-type'] ?? '';

/** The path parameters that judges miss, none of which the path has. */
function strangers(call) {
  const missed = [...words(call).matchAll(/path must have required property '([^']+)'|parameter "([^"]+)" in path has an error: value is required/g)].map((found) => found[1] ?? found[2]);
  return missed.length > 0 && missed.every((name) => !path(call).toLowerCase().includes(`{${name.toLowerCase()}}`));
}

const REASONS = [
  [strangers, 'the document declares a path parameter that its path does not have'],
  [(call) => /parameter accept-encoding must be|parameter "Accept-Encoding" in header/i.test(words(call)), 'the document limits Accept-Encoding, which belongs to the connection, to other values than the client\'s (RFC 9110, 12.5.3)'],
  [(call) => /No supported content types/.test(words(call)) && call.version !== '2.0' && call.third?.verdict === 'valid', 'the document has a request body without any media type, which `content` must name; the third judge accepts all'],
  [(call) => /must match format "byte"/.test(words(call)), 'the document fixes a value that its own format forbids'],
  [(call) => /must be integer/.test(words(call)) && /equal to one of the allowed values: [a-z]/.test(words(call)), 'the document asks for an integer that is one of two words'],
  [(call) => /carries nothing for the scheme/.test(words(call)) && /^(Bearer|Basic) /.test(call.request?.headers?.authorization ?? '') && /oauth2.*basic|basic.*oauth2/.test(words(call)), 'the document wants two schemes at once that both need the Authorization header'],
  [(call) => /no header can be named/.test(words(call)), 'the document asks for a header whose name no header can have (RFC 9110, 5.6.2)'],
  [(call) => /octet-stream/.test(type(call)) && /must be (an )?object/.test(words(call)), 'the document describes bytes by the schema of their metadata'],
  [(call) => /must have required property '[^']+, [^']+'/.test(words(call)), 'the document requires a property whose name is a list of names'],
  [(call) => /\[(%5B|\[|%7B|\{)|=(%5B|%7B|\[|\{)|,(%7B|\{)/i.test(call.request?.url ?? '') && /request\.query\S* .*must be (object|array)/.test(words(call)), 'lists of objects or of lists in a query have no defined form (OpenAPI, style values)'],
  [(call) => /^request\.header\S* .*must be object/.test(words(call)) && /\{/.test(JSON.stringify(call.arguments)), 'lists of objects in a header have no defined form (OpenAPI, style values)'],
  [(call) => /^\S*[?&][^=]*%5B0%5D=/i.test(call.request?.url ?? '') && /deepObject/.test(words(call)), 'lists in deepObject style have no defined form (OpenAPI, style values)'],
];

/** Why the rejection is no fault of the request; `undefined` when it is. */
export function explained(call) {
  return REASONS.find(([applies]) => applies(call))?.[1];
}
