import { useRef } from 'react'
import type { IntentId, IntentKind, Reveal } from '../../../../../shared/domain/intent.ts'
import { useAction } from '../../../api/use-action.ts'
import { receiveReveal } from '../../../state/ui.ts'
import { fieldErrors } from '../../../ui/field-text.ts'

/**
 * Sends one wish for one secret. The same wish keeps its intent, so that asking again cannot make a second key; a
 * changed wish gets a new one, by `renew`. `onDone` follows as soon as the secret is in sight.
 */
export const useIssue = <Wish>(
  kind: IntentKind,
  send: (intent: IntentId, wish: Wish) => Promise<Reveal>,
  onDone: () => void,
) => {
  const { current, renew, note } = useIntent()
  const action = useAction(async (wish: Wish) => {
    note()
    receiveReveal(await send(current(), wish))
    onDone()
  })
  const errors = fieldErrors(action.error)
  return {
    kind,
    onDone,
    busy: action.busy,
    error: action.error,
    run: action.run,
    fieldError: (field: string): string | null => errors[`draft.${field}`] ?? null,
    renew: () => {
      if (renew()) action.clear()
    },
  }
}

export type Issue = Pick<
  ReturnType<typeof useIssue>,
  'kind' | 'onDone' | 'busy' | 'error' | 'renew'
>

/**
 * An Idempotency-Key for one wish. `note` that it is sent; after that, `renew` takes another one and answers true. Both
 * hold at once, also for work that began before.
 */
export const useIntent = () => {
  const held = useRef({ intent: crypto.randomUUID(), sent: false })
  return {
    current: (): IntentId => held.current.intent,
    note: () => {
      held.current = { ...held.current, sent: true }
    },
    renew: (): boolean => {
      if (!held.current.sent) return false
      held.current = { intent: crypto.randomUUID(), sent: false }
      return true
    },
  }
}
