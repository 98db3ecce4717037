import { useCallback, useEffect, useState } from 'react'
import type { RevealId } from '../../../../shared/domain/intent.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useUi } from '../../state/ui.ts'
import { hideLater } from './hide-later.ts'

/** The one place in the page where a secret is: this component's state, dropped on hide and with the dialog. */
export const useSecret = (id: RevealId) => {
  const [secret, setSecret] = useState<string | null>(null)
  const hide = useCallback(() => setSecret(null), [])
  const show = useAction(async () => setSecret((await api.reveals.show({ id })).secret))
  const seconds = useUi(state => state.safety.visibleSeconds)
  const shown = secret !== null

  useEffect(() => {
    if (!shown) return
    const stop = hideLater(seconds * 1000, hide)
    return () => {
      stop()
      // It has left the page by now. Main forgets it by itself when the key is stored.
      void api.reveals.hidden({ id }).catch(() => undefined)
    }
  }, [shown, seconds, id, hide])

  return { secret, show, hide, seconds }
}
