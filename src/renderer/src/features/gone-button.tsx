import { useCallback } from 'react'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { api } from '../api/index.ts'
import { useLive } from '../api/use-live.ts'
import { openDialog } from '../state/ui.ts'
import { formatCount } from '../ui/count.ts'
import classes from './gone-button.module.css'

/** How many keys of a list were deleted elsewhere; 0 until it is known. `scope` is the same object while it is the same. */
export const useGoneCount = (scope: KeysQuery['scope']): number => {
  const load = useCallback(() => api.keys.gone({ scope, search: '', offset: 0, limit: 1 }), [scope])
  const { live } = useLive(load, ['keys-changed'])
  return live.kind === 'ready' ? live.value.total : 0
}

type GoneButtonProps = { readonly scope: KeysQuery['scope']; readonly count: number }

/** The way to what was deleted elsewhere; not there while nothing was. */
export const GoneButton = ({ scope, count }: GoneButtonProps) =>
  count === 0 ? null : (
    <button
      type="button"
      className={classes.gone}
      onClick={() => openDialog({ kind: 'gone-keys', scope })}
    >
      Deleted elsewhere ({formatCount(count)})
    </button>
  )
