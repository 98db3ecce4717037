import type { RevealId } from '../../shared/domain/intent.ts'
import type { Screen } from './ports.ts'

/** The secrets that the page has been handed and not yet hidden: while there is one, the window is protected. */
export const createVisible = ({ protect, onGone }: Screen) => {
  const visible = new Set<RevealId>()
  onGone(() => {
    if (visible.size > 0) protect(false)
    visible.clear()
  })
  return {
    /** Before the page is handed the secret. */
    add: (id: RevealId): void => {
      visible.add(id)
      protect(true)
    },
    drop: async ({ id }: { readonly id: RevealId }): Promise<null> => {
      if (visible.delete(id) && visible.size === 0) protect(false)
      return null
    },
  }
}

export type Visible = ReturnType<typeof createVisible>
