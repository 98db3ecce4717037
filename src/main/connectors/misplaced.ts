import type { KeyId } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'

type Placement = {
  /** The environment, project or whatever tells keys apart at the service, as it was asked for. */
  readonly asked: string
  /** The same, as the service's answer has it. */
  readonly got: string
  readonly key: KeyId
  /** Deletes the key that was made elsewhere. */
  readonly undo: () => Promise<unknown>
}

/** A key of one environment is never left in another: one that was made elsewhere is deleted at once, and that is said. */
export const refuseMisplaced = async ({ asked, got, key, undo }: Placement): Promise<void> => {
  if (asked === got) return
  const undone = await undo().then(
    () => true,
    () => false,
  )
  throw new AppError({ code: 'misplaced', asked, got, undone, key })
}
