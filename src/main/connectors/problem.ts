import { z } from '../../shared/zod.ts'
import type { Secret } from '../base/secret.ts'
import type { TransportResponse } from '../base/transport.ts'

const text = z.string().optional().catch(undefined)

// Each member falls back alone: one that a later service writes otherwise hides no other.
const Problem = z.object({
  type: text,
  detail: text,
  title: text,
  permission: z.string().max(200).optional().catch(undefined),
  effect: z.string().max(200).optional().catch(undefined),
  longestSeconds: z.number().positive().optional().catch(undefined),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string() }).nullable().catch(null))
    .catch([]),
})

export type ProblemSummary = {
  /** Last segment of `type`, by which problems are told apart; null when there is none. */
  readonly name: string | null
  /** Untrusted plain text, clamped to one short line. */
  readonly detail: string | null
  /** The same. */
  readonly permission: string | null
  /** The same. */
  readonly effect: string | null
  /** What is wrong with the fields, by JSON Pointer into the body that was sent. */
  readonly errors: readonly { readonly pointer: string; readonly code: string }[]
  readonly longestSeconds: number | null
}

const longestDetail = 300
const nothing: ProblemSummary = {
  ...{ name: null, detail: null, permission: null, effect: null },
  ...{ errors: [], longestSeconds: null },
}

/** RFC 9457, read leniently: whatever does not parse says nothing, nor does a text that echoes `credential`. */
export const problemOf = (
  { headers, body }: TransportResponse,
  credential: Secret,
): ProblemSummary => {
  const parsed = Problem.safeParse(jsonOrNull(headers['content-type'] ?? '', body))
  if (!parsed.success) return nothing
  const { type, detail, title, permission, effect, errors, longestSeconds } = parsed.data
  return {
    name: type?.split(/[:/]/).at(-1) ?? null,
    detail: lineOf(detail ?? title, credential),
    permission: lineOf(permission, credential),
    effect: lineOf(effect, credential),
    errors: errors.filter(error => error !== null),
    longestSeconds: longestSeconds ?? null,
  }
}

const jsonOrNull = (type: string, body: string): unknown => {
  if (!/json/i.test(type)) return null
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

const lineOf = (text: string | undefined, credential: Secret): string | null => {
  // Looked for before the text is cut, which could leave a part of it.
  if (text === undefined || text.includes(credential.expose())) return null
  const line = text.slice(0, longestDetail).replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return line.trim() || null
}

const longestWaitMs = 3_600_000

/** RFC 9110 section 10.2.3: seconds or an HTTP date, clamped to an hour; null for anything else. */
export const retryAfterMs = (value: string | undefined, now: number): number | null => {
  if (value === undefined) return null
  // `Date.parse` would read "-5" and "1.5" as dates, so only the two shapes of the RFC are let in.
  const wait = /^\d+$/.test(value)
    ? Number(value) * 1000
    : /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)
      ? Date.parse(value) - now
      : Number.NaN
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longestWaitMs)
}
