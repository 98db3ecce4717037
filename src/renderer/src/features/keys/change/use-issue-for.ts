import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { IntentId, IntentKind, Reveal } from '../../../../../shared/domain/intent.ts'
import { failureOf } from '../../../api/client.ts'
import { receiveReveal } from '../../../state/ui.ts'
import { useSeen } from '../conflict/use-seen.ts'
import { useIntent } from './use-issue.ts'

/** Gives the version of `row` that is in sight a secret. A wish for a newer version is another wish. */
export const useIssueFor = <Wish>(
  kind: IntentKind,
  row: KeyRow,
  send: (intent: IntentId, seen: KeyRow, wish: Wish) => Promise<Reveal>,
  onDone: () => void,
) => {
  const { current, renew, note } = useIntent()
  const action = useSeen(row, async (seen, wish: Wish) => {
    note()
    try {
      receiveReveal(await send(current(), seen, wish))
    } catch (cause) {
      // Only a lost answer is asked for again; what was refused is over, and the next try is for what is then in sight.
      if (failureOf(cause).code !== 'outcome-unknown') renew()
      throw cause
    }
    renew()
    onDone()
  })
  return {
    ...action,
    kind,
    onDone,
    renew: () => {
      if (renew()) action.clear()
    },
  }
}
