import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'
import { messageIn } from '../message.ts'

const text = z.string().max(200).nullable().catch(null)

// Each member falls back alone: one that a later service writes otherwise hides no other.
const Problem = z.object({
  type: z.string().catch(''),
  permission: text,
  effect: text,
  longestSeconds: z.number().positive().nullable().catch(null),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string() }).nullable().catch(null))
    .catch([]),
})
type Problem = z.output<typeof Problem>

const conflicts = ['key-exists', 'no-key', 'key-revoked', 'key-expired'] as const
const expiryRefusals = ['past', 'too-far'] as const

/** It was done for the credential before this one, to which alone its answer can be given again. */
const sealed = ({ headers }: Refusal['request']): ErrorInfo => ({
  ...{ code: 'outcome-unknown', intent: headers?.['idempotency-key'] ?? '', repeatable: false },
})

/** What a problem (RFC 9457) of the reference service means, by the last segment of its `type`. */
export const meaningOf = ({ status, body, environment, request }: Refusal): ErrorInfo | null => {
  const problem = Problem.safeParse(body).data
  if (!problem) return null
  const name = problem.type.split(/[:/]/).at(-1) ?? ''
  if (status === 403) return forbiddenBy(name, problem, environment)
  if (status >= 500 || [401, 404, 412, 428, 429].includes(status)) return null
  if (name === 'idempotency-answer-sealed') return sealed(request)
  // The first request of the same Idempotency-Key is being answered, elsewhere.
  if (name === 'idempotency-key-in-flight') return { code: 'interrupted' }
  if (name === 'name-taken') return { code: 'name-taken' }
  const conflict = conflicts.find(cause => cause === name)
  if (conflict) return { code: 'conflict', cause: conflict }
  return expiryRefusal(problem) ?? { code: 'refused', status, detail: messageIn(body) }
}

const forbiddenBy = (
  name: string,
  { effect, permission }: Problem,
  environment: Refusal['environment'],
): ErrorInfo =>
  name === 'plan-required'
    ? { code: 'plan-required', effect }
    : {
        code: 'forbidden',
        permission,
        environment: name === 'environment-forbidden' ? environment : null,
      }

const expiryRefusal = ({ errors, longestSeconds }: Problem): ErrorInfo | null => {
  const expiry = errors.find(error => error?.pointer === '/expiresAt')
  const cause = expiryRefusals.find(candidate => candidate === expiry?.code)
  return cause ? { code: 'expiry-refused', cause, longestSeconds } : null
}
