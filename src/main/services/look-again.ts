import type { Scope } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'

/** Whom to tell that what is known of a scope may no longer hold. */
export type Aftermath = {
  /** A change may have arrived, or met something newer: what the service has must be read again. */
  readonly onDoubt: (scope: Scope) => void
  /** The caller may do less than was known, or the plan includes less: the profile must be read again. */
  readonly onRefused: (scope: Scope) => void
}

/** Runs a change; when it fails, what its failure leaves in question is read again. */
export const lookingAgain = async <T>(
  { onDoubt, onRefused }: Aftermath,
  { connection, environment }: Scope,
  change: () => Promise<T>,
): Promise<T> => {
  try {
    return await change()
  } catch (cause) {
    questionedBy(cause, { onDoubt, onRefused })?.({ connection, environment })
    throw cause
  }
}

const questionedBy = (cause: unknown, { onDoubt, onRefused }: Aftermath) => {
  switch (infoOf(cause)?.code) {
    // Nothing was sent.
    case 'unreachable':
    case 'proxy':
    case 'tls':
    case 'no-credential':
    case 'keychain':
    case 'built-in-service':
    case 'store':
    case 'locked':
    case 'busy':
      return null
    case 'forbidden':
    case 'plan-required':
    case 'unsupported':
      return onRefused
    default:
      return onDoubt
  }
}
