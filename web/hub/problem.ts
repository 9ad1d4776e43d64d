// What goes wrong with a request: a problem as the hub writes it (RFC 9457), or that the hub could not be asked at all.

import type { components } from './generated';

export type ErrorCode = components['schemas']['ErrorCode'] | 'unreachable';
export type FieldError = components['schemas']['FieldError'];

/** A request that came to nothing. Its message says what is wrong and what to do. */
export class HubProblem extends Error {
  readonly code: ErrorCode;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** What is wrong with single values. */
  readonly errors: readonly FieldError[];
  /** The request's identifier in the hub's log. */
  readonly request: string | undefined;
  /** Seconds until another attempt makes sense. */
  readonly retryAfter: number | undefined;

  constructor(given: { code: ErrorCode; status: number; detail: string; errors?: FieldError[]; request?: string; retryAfter?: number }) {
    super(given.detail);
    this.name = 'HubProblem';
    this.code = given.code;
    this.status = given.status;
    this.errors = given.errors ?? [];
    this.request = given.request;
    this.retryAfter = given.retryAfter;
  }

  /** What is wrong with a value of the request. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

/** The problem of an answer that is none of the expected ones. */
export function problemOf(response: Response, body: unknown): HubProblem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Partial<components['schemas']['Problem']>;
  const wait = Number(response.headers.get('retry-after'));
  return new HubProblem({
    code: given.code ?? 'internal',
    status: response.status,
    detail: given.detail ?? `the hub answered ${response.status}, and did not say why`,
    ...(given.errors ? { errors: given.errors } : {}),
    request: given.request ?? response.headers.get('x-request-id') ?? undefined,
    ...(wait > 0 ? { retryAfter: wait } : {}),
  });
}

/** No answer came. */
export function unreachable(): HubProblem {
  return new HubProblem({ code: 'unreachable', status: 0, detail: 'the hub does not answer; check your connection, or try again in a moment' });
}

/** A sentence as people write them. The hub's begin with a lower-case letter and have no full stop. */
export function sentence(words: string): string {
  const trimmed = words.trim();
  if (!trimmed) return trimmed;
  // The name of a tool or an address is no word.
  const isName = /^\S*[_/:`\d]/.test(trimmed);
  const begun = isName ? trimmed : trimmed[0]!.toUpperCase() + trimmed.slice(1);
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`;
}
