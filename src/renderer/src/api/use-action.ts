import { useRef, useState } from 'react'
import type { ErrorInfo } from '../../../shared/error.ts'
import { failureOf } from './client.ts'

export type Action<Input extends readonly unknown[], Output> = {
  readonly busy: boolean
  readonly error: ErrorInfo | null
  readonly clear: () => void
  /** Resolves to null when it failed, or when it was under way already. */
  readonly run: (...input: Input) => Promise<{ readonly value: Output } | null>
}

/** One thing that a person can start: not twice at once, and its failure stays to be read. */
export const useAction = <Input extends readonly unknown[], Output>(
  work: (...input: Input) => Promise<Output>,
): Action<Input, Output> => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorInfo | null>(null)
  // State is read a render late: a second Enter in the same frame must already be refused.
  const underWay = useRef(false)

  const run = async (...input: Input) => {
    if (underWay.current) return null
    underWay.current = true
    setBusy(true)
    setError(null)
    try {
      return { value: await work(...input) }
    } catch (cause) {
      setError(failureOf(cause))
      return null
    } finally {
      underWay.current = false
      setBusy(false)
    }
  }

  return { busy, error, clear: () => setError(null), run }
}
