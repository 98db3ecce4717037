import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'
import { messageIn } from '../message.ts'

const Refused = z.object({ error: z.object({ type: z.string() }) })

/** The broad category in `{"type": "error", "error": {type, message}, request_id}`; null without. */
export const typeIn = (body: unknown): string | null =>
  Refused.safeParse(body).data?.error.type ?? null

/** Anthropic's types follow the status, so only what a status leaves open is read. */
export const meaningOf = ({ status, body, environment }: Refusal): ErrorInfo | null => {
  // Anthropic documents no type for it; the sentence is all there is.
  if (status === 401 && /\bexpired\b/i.test(messageIn(body) ?? '')) {
    return { code: 'credential-unfit', environment, cause: 'expired' }
  }
  if (status === 403 && typeIn(body) === 'permission_error') {
    return { code: 'forbidden', permission: null, environment }
  }
  return null
}
