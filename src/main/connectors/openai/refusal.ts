import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'
import { messageIn } from '../message.ts'

const Refused = z.object({ error: z.object({ code: z.string().nullish() }) })

/** The `code` in `{"error": {message, type, param, code}}` (npm openai 7.57.0, core/error.ts); null without. */
export const codeIn = (body: unknown): string | null =>
  Refused.safeParse(body).data?.error.code ?? null

/**
 * The scope that a key lacks, by the sentence alone: the administration writes `error` as a bare string, and an older
 * answer had the status 401 (seen: microsoft/PowerToys#32989).
 */
export const scopeMissingIn = (body: unknown): string | null =>
  messageIn(body)?.match(/Missing scopes: ([\w.:-]*\w)/)?.[1] ?? null

export const meaningOf = ({ request, status, body, environment }: Refusal): ErrorInfo | null => {
  if (status !== 401 && status !== 403 && status !== 404) return null
  const scope = scopeMissingIn(body)
  if (scope !== null) return { code: 'forbidden', permission: scope, environment }
  // OpenAI documents no code for it; the sentence is all there is.
  if (status === 401 && /\bexpired\b/i.test(messageIn(body) ?? '')) {
    return { code: 'credential-unfit', environment, cause: 'expired' }
  }
  // Whatever is asked of a project that is not there: of one of its keys, `/api_keys/…` is another matter.
  const isProject = /^\/organization\/projects\/[^/]+(\/api_keys|\/service_accounts)?$/
  if (status === 404 && body !== null && isProject.test(request.path)) {
    const refused = { setting: 'project', cause: 'not-found', choices: null } as const
    return { code: 'setting-refused', environment, ...refused }
  }
  return null
}
