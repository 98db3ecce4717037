import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { HttpRequest, Refusal } from '../connector.ts'
import { messageIn } from '../message.ts'

const Envelope = z.object({ error: z.object({ code: z.number(), message: z.string() }) })
const Creation = z.object({ workspace_id: z.string() })

const namesWorkspace = ({ path, query, body }: HttpRequest): boolean =>
  path.startsWith('/workspaces/') ||
  (query?.workspace_id ?? null) !== null ||
  Creation.safeParse(body).success

/** What a refusal of OpenRouter means: its errors carry the status and a sentence, no code of their own. */
export const meaningOf = ({ request, status, body, environment }: Refusal): ErrorInfo | null => {
  const { error } = Envelope.safeParse(body).data ?? {}
  const isKey = request.path.startsWith('/keys/')
  if (status === 404 && isKey && error) return { code: 'not-found', what: 'key' }
  const isOfWorkspace =
    !isKey && (request.path.startsWith('/workspaces/') || /workspace/i.test(error?.message ?? ''))
  if ((status === 400 || status === 404) && error && isOfWorkspace) {
    const cause = namesWorkspace(request) ? 'not-found' : 'missing'
    return { code: 'setting-refused', environment, setting: 'workspace', cause, choices: null }
  }
  // The same host is a web site, which knows nothing of keys.
  return status === 404 ? { code: 'refused', status, detail: messageIn(body) } : null
}
