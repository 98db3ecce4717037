import { useEffect, useState } from 'react'
import type { RevealId } from '../../../../shared/domain/intent.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'

/** How long a shown secret stays on the screen, in ms. */
const visibleMs = 60_000

/** The one place in the page where a secret is: this component's state, dropped on hide and with the dialog. */
export const useSecret = (id: RevealId) => {
  const [secret, setSecret] = useState<string | null>(null)
  const hide = () => setSecret(null)
  const show = useAction(async () => setSecret((await api.reveals.show({ id })).secret))

  useEffect(() => {
    if (secret === null) return
    const timer = setTimeout(() => setSecret(null), visibleMs)
    return () => clearTimeout(timer)
  }, [secret])

  return { secret, show, hide }
}
