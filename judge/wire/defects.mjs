// Defects of the judges, each narrow, each with the place in the judge's own source where it can be read. A rejection that is
// one of these does not outweigh another judge that understands the construct and accepts the request.

const path = (call) => (call.operation ?? '').split(' ').slice(1).join(' ');
const type = (call) => call.request?.headers?.['content-type'] ?? '';
const form = (call) => /multipart|form-urlencoded/.test(type(call));
const beside = (call) => /\}\{/.test(path(call));

const PRISM = '@stoplight/prism-http/dist/';
const CORE = 'openapi_core/';
const KIN = 'kin-openapi/';

/** Judge, whether one sentence of it about a call is this defect, what the defect is, where it stands. */
const DEFECTS = [
  ['prism', (words) => /is deprecated$/.test(words), 'counts the warning that a parameter is deprecated', `${PRISM}validator/validators/params.js deprecatedWarnings`],
  ['prism', (words) => /do not support this type of security scheme/.test(words), 'knows few security schemes and refuses the rest', `${PRISM}validator/validators/security/handlers/index.js`],
  ['prism', (words, call) => /Reserved characters used/.test(words) && (/form-urlencoded/.test(type(call)) || (form(call) && call.version === '3.0')), 'takes the + of a form for a reserved character, and looks for them in parts of multipart, which 3.0 says not to', `${PRISM}validator/validators/body.js validateAgainstReservedCharacters`],
  ['prism', (words, call) => /^request\.body\S* .*must be (array|integer|number|boolean|object)$/.test(words) && form(call), 'keeps the last of a form\'s repeated fields, each a string, when there is no `encoding`', `${PRISM}validator/validators/body.js splitUriParams, parseMultipartFormDataParams, deserializeFormBody`],
  ['prism', (words, call) => /^request\.body.*one of the allowed values/.test(words) && /form-urlencoded/.test(type(call)), 'does not split lists in a form without `encoding`', `${PRISM}validator/validators/body.js deserializeFormBody`],
  ['prism', (words, call) => /^request\.body.*must be object$/.test(words) && /xml|yaml/.test(type(call)), 'has no reader for XML or YAML', `${PRISM}validator/validators/body.js validate`],
  ['prism', (words, call) => /No supported content types/.test(words) && call.version === '2.0', 'allows no body where a 2.0 document has no `consumes`, which is optional', `${PRISM}validator/index.js validateInputIfBodySpecIsProvided`],
  ['prism', (words, call) => /^request\.path/.test(words) && /\?/.test(path(call)), 'cuts the query off a path template, with the parameters in it', 'judge/wire/upstream.mjs, which has to: a query in a template is no path to Prism\'s router'],
  ['prism', (words, call) => /^request\.path|NO_PATH_MATCHED/.test(words) && (beside(call) || /\{[^}/]*[ .][^}/]*\}/.test(path(call))), 'reads no path parameters side by side, or with a space or a dot in the name', `${PRISM}router/matchPath.js captureRegExp; ${PRISM}validator/index.js getPathParams`],
  ['prism', (words, call) => /^request\.path/.test(words) && /\}\.\{/.test(path(call)), 'gives a value with a dot in it to the wrong one of two path parameters with a dot between them', `${PRISM}router/matchPath.js captureRegExp`],
  ['prism', (words) => /Prism threw: parameters\[name\]\.startsWith is not a function/.test(words), 'throws at a path with several parameters in label style', `${PRISM}validator/deserializers/style/label.js deserializeLabelStyle`],
  ['prism', (words, call) => /NO_PATH_MATCHED/.test(words) && /^\/\//.test(path(call)), 'the runner reads a path that begins with two slashes as a host', 'judge/wire/upstream.mjs new URL'],
  ['prism', (words, call) => /must be/.test(words) && /^request\.(path|query|header)/.test(words) && /%20|%09|%7C/.test(call.request?.url ?? '') && call.version === '2.0', 'splits no lists by space, tab or bar of a 2.0 document', `${PRISM}validator/deserializers/index.js`],
  ['openapi-core', (words) => /^(Parameter|RequestBody)ValidationError: \('deepObject', /.test(words), 'refuses every request of an operation that has deepObject on a list, also one without it', `${CORE}deserializing/styles/util.py deep_object_loads`],
  ['openapi-core', (words, call) => /^RequestBodyValidationError: \('form', /.test(words) && /multipart/.test(type(call)) && call.version === '3.0', 'heeds the style of a part of multipart, which 3.0 says to ignore', `${CORE}deserializing/media_types/deserializers.py decode`],
  ['openapi-core', (words, call) => /^ParameterValidationError: \('simple', 'object'\)/.test(words) && Object.values(call.request?.headers ?? {}).some((value) => /=[^,]*=/.test(value)), 'takes an = in a value for a second delimiter', `${CORE}deserializing/styles/util.py simple_loads`],
  ['openapi-core', (words, call) => form(call) && /is not of type '(integer|number|boolean|array)'/.test(words), 'holds the strings of a form against the schema without casting list items', `${CORE}deserializing/media_types/deserializers.py decode`],
  ['openapi-core', (words, call) => /MissingRequired(Path)?Parameter: Missing required path parameter/.test(words) && /\/[.;]/.test(call.request?.url ?? ''), 'looks for a parameter in label style under its name with a dot before it, where its own path parser does not put it', `${CORE}deserializing/styles/util.py label_loads`],
  ['openapi-core', (words, call) => beside(call) && /InvalidParameter/.test(words), 'gives all to the first of two path parameters side by side', `${CORE}templating/paths/parsers.py _PARAM_PATTERN`],
  ['openapi-core', (words, call) => /Value b['"]/.test(words) && /\+json/.test(type(call)), 'has no reader for this JSON type and holds the bytes against the schema', `${CORE}deserializing/media_types/__init__.py`],
  ['libopenapi-validator', (words, call) => /<([\w.-]+)><\/\1>/.test(call.request?.body ?? '') && words.split(' | ').every((one) => /: got string, want object$/.test(one)), 'reads an XML element without children as a text, never as an empty object', 'libopenapi-validator/content/content.go XMLDecoder'],
  ['kin-openapi', (words, call) => /in path has an error: path 0: value .*invalid integer/s.test(words) && call.version === '2.0', 'forgets the collectionFormat of lists in a path', `${KIN}openapi2conv/openapi2_conv.go toV3QueryStyle`],
  ['kin-openapi', (words, call) => /in query has an error: path 0: value .*invalid integer/s.test(words) && call.version === '2.0', 'forgets a collectionFormat of csv by default, and tsv', `${KIN}openapi2conv/openapi2_conv.go toV3QueryStyle`],
  ['kin-openapi', (words, call) => /Error at "\/[^"]*\/0": value is not one of the allowed values/.test(words) && /form-urlencoded/.test(type(call)) && call.version === '2.0', 'forgets the collectionFormat of lists in a form', `${KIN}openapi2conv/openapi2_conv.go formDataBody`],
  ['kin-openapi', (words) => /a value must be a list of object's properties in format "name=value"/.test(words), 'takes an = in a value for a second delimiter', `${KIN}openapi3filter/req_resp_decoder.go propsFromString`],
];

/** What a judge said against a call, sentence by sentence. */
function sentences(judge, call) {
  if (judge === 'prism') return (call.words ?? []).map((one) => `${(one.location ?? []).join('.')} ${one.message ?? ''}`);
  return [(judge === 'openapi-core' ? call.second : call.third)?.words ?? ''];
}

/** The judges that reject a call. */
export function against(call) {
  return [
    ...(call.verdict === 'invalid' ? ['prism'] : []),
    ...(call.second?.verdict === 'invalid' ? ['openapi-core'] : []),
    ...(call.third?.verdict === 'invalid' ? [call.third.judge] : []),
  ];
}

/** The defects behind all rejections of a call, `undefined` as soon as one sentence of one judge is none. */
export function defects(call) {
  const found = new Set();
  for (const judge of against(call)) {
    for (const words of sentences(judge, call)) {
      const defect = DEFECTS.find(([whose, applies]) => whose === judge && applies(words, call));
      if (!defect) return undefined;
      found.add(`${judge} ${defect[2]} (${defect[3]})`);
    }
  }
  return [...found];
}
