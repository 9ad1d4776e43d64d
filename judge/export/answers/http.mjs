// Answers that an HTTP API may give, each with what it is for.

export const ANSWERS = {
  object: { body: '{"id": 12, "name": "Rex", "list": [1, 2.50, "x"], "nested": {"a": null}, "ü": "é"}' },
  list: { body: '[ {"id": 1}, {"id": 2, "name": "b"} ]' },
  text: { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: Buffer.from('caf\xe9 ok', 'latin1') },
  'a string': { body: '"just text"' },
  'a number': { body: '5.0' },
  nothing: { status: 204, body: '' },
  'nothing, made': { status: 201, headers: { location: '/things/7', 'content-type': 'application/json' }, body: '' },
  'not JSON': { body: '{"a": ' },
  'a page': { headers: { 'content-type': 'text/html' }, body: '<html><head><title>Oh &amp; no</title><style>x</style></head><body><p>One <b>two</b></p><script>no()</script><li>three' },
  image: { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71, 0, 1, 2]) },
  bytes: { headers: { 'content-type': 'application/zip' }, body: Buffer.from([80, 75, 3, 4, 0, 0, 255, 254]) },
  'next page': { headers: { 'content-type': 'application/json', link: '<https://api.example/x?page=2>; rel="next", <https://api.example/x?page=9>; rel="last"', 'x-total-count': '99' }, body: '[]' },
  'a long list': { body: JSON.stringify(Array.from({ length: 3000 }, (_, id) => ({ id, name: `number ${id}`, words: 'a few words' }))) },
  'a long text': { headers: { 'content-type': 'text/plain' }, body: 'word '.repeat(12_000) },
  events: { headers: { 'content-type': 'text/event-stream' }, body: 'data: {"a":1}\n\ndata: {"a":2}\n\n' },
  wrong: { status: 400, body: '{"error": {"message": "name is taken", "code": 7}}' },
  unknown: { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>404</title><h1>Not here</h1>' },
  forbidden: { status: 403, body: '{"message":"no"}' },
  'too many': { status: 429, headers: { 'retry-after': '60', 'content-type': 'application/json' }, body: '{"message":"slow down"}' },
  broken: { status: 500, headers: { 'content-type': 'text/plain' }, body: 'stack trace' },
  moved: { status: 308, headers: {}, body: '' },
  'moved on': { status: 301, headers: { location: '/elsewhere?x=1' }, body: '' },
  'an odd status': { status: 299, body: '{"ok":true}' },
};

