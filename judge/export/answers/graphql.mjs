// Answers that a GraphQL endpoint may give to one operation.

import { ANSWERS } from './http.mjs';

const json = (value, rest = {}) => ({ headers: { 'content-type': 'application/graphql-response+json' }, body: JSON.stringify(value), ...rest });

/** They depend on the field that the operation is about. */
export function graphql({ field }) {
  const data = (value) => (field ? { [field]: value } : value);
  const errors = (...all) => ({ errors: all.map((one) => ({ message: 'no', ...one })) });
  return {
    object: json({ data: data({ id: 12, name: 'Rex', list: [1, 2.5, 'x'], nested: { a: null }, ü: 'é' }) }),
    list: json({ data: data([{ id: 1 }, { id: 2, name: 'b' }]) }),
    'a number': json({ data: data(5) }),
    'null': json({ data: data(null) }),
    'no data': json({ data: null }),
    'another field': json({ data: { other: 1 } }),
    'a part': json({ data: data({ id: 1, owner: null }), ...errors({ message: 'owner is hidden', path: ['thing', 0, 'owner'], extensions: { code: 'FORBIDDEN' } }) }),
    wrong: json({ data: null, ...errors({ message: ' name is taken ' }, { message: null }, { message: 7, path: ['a', 1] }) }),
    'not found': json(errors({ message: 'nobody there', extensions: { code: 'not_found' } })),
    'with a status': json(errors({ message: 'cannot parse' }), { status: 400 }),
    unauthorized: json(errors({ extensions: { code: 'UNAUTHENTICATED' } })),
    'unauthorized with a status': json(errors({ extensions: { code: 'UNAUTHENTICATED' } }), { status: 401 }),
    forbidden: json(errors({ extensions: { type: 'ACCESS_DENIED' } })),
    throttled: json(errors({ extensions: { classification: 'RATE_LIMITED' } })),
    internal: json(errors({ extensions: { code: 'INTERNAL_SERVER_ERROR' } })),
    'many errors': json(errors(...Array.from({ length: 12 }, (_, at) => ({ message: `error ${at}` })))),
    'long errors': json(errors({ message: 'word '.repeat(3000) })),
    'a long list': json({ data: data(JSON.parse(ANSWERS['a long list'].body)) }),
    'no GraphQL': { body: '{"id":1}' },
    'no JSON': ANSWERS['not JSON'],
    'a page': ANSWERS['a page'],
    unknown: ANSWERS.unknown,
    broken: ANSWERS.broken,
    nothing: ANSWERS.nothing,
  };
}
