import { useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { failureOf } from '../../../api/client.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { targetOf } from '../../../state/ui.ts'

type Seen = {
  /** The version that is shown, and to which the next try applies. */
  readonly now: KeyRow
  /** What was shown before somebody else changed it; null when nobody did. */
  readonly before: KeyRow | null
}

/**
 * Does `work` to the version of a key that is in sight. When somebody has changed it meanwhile, nothing is overwritten:
 * the newer version is read and shown beside the one before, and only the next try is meant for it.
 */
export const useSeen = <Input extends readonly unknown[], Output>(
  row: KeyRow,
  work: (seen: KeyRow, ...input: Input) => Promise<Output>,
) => {
  const [seen, setSeen] = useState<Seen>({ now: row, before: null })
  const action = useAction(async (...input: Input) => {
    try {
      return await work(seen.now, ...input)
    } catch (cause) {
      if (isOutdated(failureOf(cause).code)) {
        const now = await readNow(seen.now)
        if (now) setSeen({ now, before: seen.now })
      }
      throw cause
    }
  })
  return {
    ...action,
    seen: seen.now,
    before: seen.before,
    show: (now: KeyRow) => setSeen({ now, before: null }),
  }
}

const isOutdated = (code: string): boolean => code === 'changed-elsewhere' || code === 'conflict'

/** The key as the service has it; null when it is gone, or cannot be read now. */
const readNow = async (row: KeyRow): Promise<KeyRow | null> => {
  const { connection, environment } = row
  try {
    await api.keys.refresh({ connection, environment })
    return await api.keys.get(targetOf(row))
  } catch {
    // The failure that is told is the one that led here.
    return null
  }
}
