import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type FieldError, type Problem, ProblemError, problem } from './problems.ts'

type Validation = {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

const errorsReported = 20

const pointerTo = (member: string): string =>
  `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const fieldErrors = ({ keyword, instancePath, message, params }: Validation): FieldError[] => {
  if (keyword === 'unrecognized_keys' && Array.isArray(params.keys))
    return params.keys.map(member => ({
      pointer: pointerTo(String(member)),
      code: 'unknown-member',
      detail: 'This member is not known here.',
    }))
  const own = isRecord(params.params) ? params.params.code : undefined
  return [
    {
      pointer: instancePath === '/' ? '' : instancePath,
      code: typeof own === 'string' ? own : keyword.replaceAll('_', '-'),
      detail: message ?? 'This value is not valid.',
    },
  ]
}

const invalid = (context: string | undefined, validation: readonly Validation[]): Problem => {
  if (context === 'params') return problem('not-found', 'There is nothing at this address.')
  const errors = validation.flatMap(fieldErrors).slice(0, errorsReported)
  const first = errors[0]?.detail ?? 'The request is not valid.'
  return context === 'body'
    ? problem('fields-invalid', first, { errors })
    : problem('request-invalid', `${errors[0]?.pointer.slice(1)}: ${first}`)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500

/** What the client is told of an error; null when it is a fault of the service. */
const expected = (error: unknown): Problem | null => {
  if (error instanceof ProblemError) return error.problem
  if (hasZodFastifySchemaValidationErrors(error))
    return invalid(error.validationContext, error.validation)
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('body-too-large', 'Send less than 64 KiB.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('content-type-unsupported', 'Send JSON as application/json.')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problem('not-found', 'There is nothing at this address.')
    default:
      return statusOf(error) < 500
        ? problem('request-invalid', 'The request could not be read.')
        : null
  }
}

export type ErrorAnswer = {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  readonly fault: boolean
}

/** The answer to a request that failed; no text of the service's own leaves it. */
export const answerError = (error: unknown): ErrorAnswer => {
  const known = expected(error)
  return {
    problem: known ?? problem('internal', 'The service failed; its log says more.'),
    headers: error instanceof ProblemError ? error.headers : {},
    fault: known === null,
  }
}
