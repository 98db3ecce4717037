import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'
import { tokensPath } from './paths.ts'

const Problem = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  permissions: z.array(z.string()).catch([]),
})
type Problem = z.output<typeof Problem>

/** What a refusal of Unleash means: `{name, message, details, permissions?}` (unleash-server 8.2.0, measured). */
export const meaningOf = ({ request, status, body, environment }: Refusal): ErrorInfo | null => {
  const problem = Problem.safeParse(body).data
  if (status === 403 && problem) return forbiddenBy(problem, environment)
  // The path holds a secret, and the service's words may repeat the path.
  const isQuiet = request.path.startsWith(`${tokensPath}/`) && status < 500
  return isQuiet && ![401, 404, 429].includes(status)
    ? { code: 'refused', status, detail: null }
    : null
}

const forbiddenBy = (
  { message, permissions }: Problem,
  environment: Refusal['environment'],
): ErrorInfo =>
  /different token type/.test(message)
    ? { code: 'credential-unfit', environment, cause: 'wrong-kind' }
    : { code: 'forbidden', permission: codeIn(message, permissions), environment: null }

/** `ADMIN` would do too and is never the least; older words have the code in brackets. */
const codeIn = (message: string, permissions: readonly string[]): string | null =>
  permissions.find(code => code !== 'ADMIN') ?? /\[([A-Z_]+)\]/.exec(message)?.[1] ?? null
