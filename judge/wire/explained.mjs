// Rejected requests whose reason lies with the judge or with the document, each with that reason. Everything else is our fault.

const words = (call) => (call.words ?? []).map((one) => `${(one.location ?? []).join('.')} ${one.message ?? ''}`).join(' | ');
const path = (call) => (call.operation ?? '').split(' ').slice(1).join(' ');
const type = (call) => call.request?.headers?.['content-type'] ?? '';

const REASONS = [
  [(call) => /mutualTLS/.test(words(call)), 'Prism does not know client certificates'],
  [(call) => /Reserved characters used in request body/.test(words(call)), 'Prism takes the + and the escapes of a form for reserved characters'],
  [(call) => /Prism threw/.test(words(call)), 'Prism fails on label and matrix styles and on tab-separated lists'],
  [(call) => /tsv|ssv|\/pipes/i.test(path(call)) && /must be/.test(words(call)), 'Prism does not split tab- and space-separated lists'],
  [(call) => /must have required property/.test(words(call)) && /^request\.path /.test(words(call)) && /[?]/.test(path(call)), 'the document puts a query into its path, where Prism finds no path parameters'],
  [(call) => /^request\.path .*must have required property/.test(words(call)) && !/\{/.test(path(call)), 'the document declares a path parameter that its path does not have'],
  [(call) => /^request\.path .*must have required property/.test(words(call)) && /\{[^}/]* [^}/]*\}|\}\{/.test(path(call)), 'Prism cannot read path parameters with spaces in their name, or two of them side by side'],
  [(call) => /NO_PATH_MATCHED/.test(words(call)) && /\{[^}]*\.[^}]*\}/.test(path(call)), 'Prism cannot read path parameters with a dot in their name'],
  [(call) => /No supported content types/.test(words(call)), 'the document has a body and no `consumes`; Prism then takes no body at all'],
  [(call) => /multipart|form-urlencoded/.test(type(call)) && /must be (array|integer|number|boolean|object)/.test(words(call)), 'Prism takes every value of a form for a string, and a list of one for no list'],
  [(call) => /form-urlencoded/.test(type(call)) && /one of the allowed values/.test(words(call)), 'Prism does not split lists in forms'],
  [(call) => /xml|yaml/.test(type(call)) && /request\.body.*must be object/.test(words(call)), 'neither judge reads XML or YAML bodies'],
  [(call) => /must match format "byte"/.test(words(call)), 'the document fixes a value that its own format forbids'],
  [(call) => /\(?'deepObject', /.test(call.second?.words ?? ''), 'openapi-core refuses every request of an operation that has deepObject on a list, also one without it'],
  [(call) => /parameter accept-encoding must be/.test(words(call)), 'the document limits Accept-Encoding to types that are no content codings, or to fewer than the client reads'],
  [(call) => /^request\.query\S* .*must be (object|array)/.test(words(call)) && /(\[|%5B|%7B)/.test(call.request?.url ?? ''), 'lists of objects or lists in a query have no defined form; neither OpenAPI nor Prism knows one'],
  [(call) => /^request\.header\S* .*must be object/.test(words(call)) && /\{/.test(JSON.stringify(call.arguments)), 'lists of objects in a header have no defined form'],
  [(call) => /request\.path .*must have required property/.test(words(call)) && /issue-765/.test(call.file), 'the document names its path parameter otherwise than the path does'],
  [(call) => /Invalid security scheme used|Security not found/.test(words(call) + (call.second?.words ?? '')) && /security-multiple/.test(call.file), 'the document wants two schemes at once that both need the Authorization header'],
  [(call) => /rapidapi\.com_dynamicdocs/.test(call.file) && /security|header/.test(words(call)), 'the document asks for a header whose name no header can have'],
  [(call) => /dataflowkit/.test(call.file) && /fields\.\d+\.details\.fields/.test(words(call)), 'the profile cuts the recursion, and the generator fills what is cut with an empty object'],
  [(call) => /NO_PATH_MATCHED/.test(words(call)) && /^\/\//.test(path(call)), 'the path begins with two slashes, which Prism folds'],
  [(call) => /petid must be integer/.test(words(call)) && /equal to one of the allowed values: hello, there/.test(words(call)), 'the document asks for an integer that is one of two words'],
  [(call) => /octet-stream/.test(type(call)) && /must be object/.test(words(call)), 'the document describes bytes by the schema of their metadata'],
  [(call) => /must have required property '[^']+, [^']+'/.test(words(call)), 'the document requires a property whose name is a list of names'],
  [(call) => /relative-json-pointer must match format/.test(words(call)), 'the generator of arguments knows no relative JSON pointers'],
];

/** Why the rejection is no fault of the request; `undefined` when it is. */
export function explained(call) {
  return REASONS.find(([applies]) => applies(call))?.[1];
}
