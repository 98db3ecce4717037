import { Button } from '@mantine/core'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'

type KeychainChoiceProps = {
  readonly error: ErrorInfo | null
  readonly busy: boolean
  /** Does the same again, with the credential in memory only. */
  readonly onMemory: () => void
}

/** A failure; where the keychain is the cause, memory is offered in its place, and said plainly. */
export const KeychainChoice = ({ error, busy, onMemory }: KeychainChoiceProps) => (
  <ErrorAlert error={error}>
    {error?.code === 'keychain' && (
      <Button size="xs" variant="default" loading={busy} onClick={onMemory}>
        Keep until Claviger quits
      </Button>
    )}
  </ErrorAlert>
)
