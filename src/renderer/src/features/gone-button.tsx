import { useCallback } from 'react'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { api } from '../api/index.ts'
import { useLive } from '../api/use-live.ts'
import { openDialog } from '../state/ui.ts'
import { formatCount } from '../ui/count.ts'
import classes from './gone-button.module.css'

const none = { total: 0 }

/**
 * How many keys of a list were deleted elsewhere; 0 until it is known. `scope` is the same object while it is the same;
 * nothing is asked before the list is `there`: its rows come first.
 */
export const useGoneCount = (
  scope: KeysQuery['scope'],
  kind: KeysQuery['kind'],
  there: boolean,
): number => {
  const load = useCallback(
    async () => (there ? api.keys.gone({ scope, kind, search: '', offset: 0, limit: 1 }) : none),
    [scope, kind, there],
  )
  const { live } = useLive(load, ['keys-changed'])
  return live.kind === 'ready' ? live.value.total : 0
}

type GoneButtonProps = Pick<KeysQuery, 'scope' | 'kind'> & { readonly count: number }

/** The way to what was deleted elsewhere; not there while nothing was. */
export const GoneButton = ({ scope, kind, count }: GoneButtonProps) =>
  count === 0 ? null : (
    <button
      type="button"
      className={classes.gone}
      onClick={() => openDialog({ kind: 'gone-keys', scope, of: kind })}
    >
      Deleted elsewhere ({formatCount(count)})
    </button>
  )
