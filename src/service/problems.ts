/** Every problem that the service reports (RFC 9457), by the last segment of its `type`. */
export const problems = {
  'request-invalid': { status: 400, title: 'The request is not valid' },
  'cursor-invalid': { status: 400, title: 'The cursor is not one that this service issued' },
  'idempotency-key-required': { status: 400, title: 'The Idempotency-Key header is missing' },
  'idempotency-key-invalid': { status: 400, title: 'The Idempotency-Key header is not usable' },
  unauthorized: { status: 401, title: 'A valid admin token is needed' },
  'plan-required': { status: 403, title: 'The plan does not include this' },
  'permission-missing': { status: 403, title: 'The admin token lacks a permission' },
  'environment-forbidden': { status: 403, title: 'The admin token may not enter this environment' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'key-exists': { status: 409, title: 'There is a key already' },
  'no-key': { status: 409, title: 'The system has no key' },
  'key-revoked': { status: 409, title: 'The key was revoked for good' },
  'key-expired': { status: 409, title: 'The key has expired' },
  'idempotency-answer-sealed': {
    status: 409,
    title: 'The answer can be opened by the first token alone',
  },
  'idempotency-key-in-flight': { status: 409, title: 'The same request is being processed' },
  'changes-expired': { status: 410, title: 'The change cursor is no longer known' },
  'precondition-failed': { status: 412, title: 'The key was changed since it was read' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'content-type-unsupported': { status: 415, title: 'Only application/json is understood' },
  'fields-invalid': { status: 422, title: 'Some fields are not valid' },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
  },
  'precondition-required': { status: 428, title: 'The If-Match header is missing' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The request headers are too large' },
  internal: { status: 500, title: 'The service failed' },
} as const

export type ProblemName = keyof typeof problems

/** One field that must change; `pointer` is a JSON Pointer (RFC 6901) into the body. */
export type FieldError = {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

type Extension = {
  readonly permission?: string
  readonly environment?: string
  readonly effect?: string
  readonly plan?: string
  readonly longestSeconds?: number
  readonly errors?: readonly FieldError[]
}

export type Problem = Extension & {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
}

export const problem = (name: ProblemName, detail: string, extension: Extension = {}): Problem => ({
  type: `urn:claviger:problem:${name}`,
  ...problems[name],
  detail,
  ...extension,
})

/** Carries a problem, and headers of its answer, out of a handler. */
export class ProblemError extends Error {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail)
    this.name = 'ProblemError'
    this.problem = problem
    this.headers = headers
  }
}

/** Ends the request because of one member of the body; the value is well-formed, but not possible here and now. */
export const refuseField = (
  error: FieldError,
  extension: Pick<Extension, 'longestSeconds'> = {},
): never => {
  throw new ProblemError(problem('fields-invalid', error.detail, { ...extension, errors: [error] }))
}

/** Ends the request with this problem. */
export const refuse = (name: ProblemName, detail: string): never => {
  throw new ProblemError(problem(name, detail))
}
