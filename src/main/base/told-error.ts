import type { ErrorInfo } from '../../shared/error.ts'
import { type Redact, without } from './redact.ts'
import { liveSecrets } from './secret.ts'

/**
 * The error as the page may have it: what a service calls itself, its projects or a missing right could repeat the
 * credential. Only what is held is looked for, since an id may have the form of a key.
 */
export const toldError = (error: ErrorInfo): ErrorInfo => {
  const redact = without(liveSecrets())
  // Every member keeps its name and its type, and this program's own words hold no secret.
  return Object.fromEntries(
    Object.entries(error).map(([name, value]) => [name, told(value, redact)]),
  ) as ErrorInfo
}

const told = (value: unknown, redact: Redact): unknown => {
  if (typeof value === 'string') return redact(value)
  return Array.isArray(value) ? value.map(one => told(one, redact)) : value
}
