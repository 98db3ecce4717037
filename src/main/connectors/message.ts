import { z } from '../../shared/zod.ts'
import { redactorOf } from '../base/redact.ts'
import type { Secret } from '../base/secret.ts'

const longest = 300
const text = z.string().optional().catch(undefined)
const Said = z.object({ detail: text, title: text, message: text })

// RFC 9457 first; then what the services call it: at the top, in `error`, or in the first of `errors`.
const Refusal = Said.extend({
  error: z.union([z.string(), Said]).optional().catch(undefined),
  errors: z.array(Said.optional().catch(undefined)).catch([]),
})

/** The sentence in the body of a refusal, as the service wrote it, or null. */
export const messageIn = (body: unknown): string | null => {
  const { data } = Refusal.safeParse(body)
  if (!data) return null
  const { error, errors, ...top } = data
  const sentences = [top, error, ...errors].map(said =>
    typeof said === 'string' ? said : (said?.detail ?? said?.title ?? said?.message),
  )
  return sentences.find(sentence => sentence !== undefined) ?? null
}

// Of a longer text nobody reads what is cut.
const longestRead = 10_000

/** Untrusted text as one short plain line without keys; null for none, and for one that echoes `credential`. */
export const lineOf = (said: string | null, credential: Secret): string | null => {
  // Looked for before the text is cut, which could leave a part of it.
  if (said === null || said.includes(credential.expose())) return null
  const clean = redactorOf([credential])(said.slice(0, longestRead))
  const line = clean.slice(0, longest).replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return line.trim() || null
}
