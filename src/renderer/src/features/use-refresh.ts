import type { Scope } from '../../../shared/domain/key.ts'
import { api } from '../api/index.ts'
import { useAction } from '../api/use-action.ts'
import { receiveSync } from '../state/ui.ts'

/** Reads lists again. What goes wrong is said by the state of each list itself. */
export const useRefresh = () =>
  useAction(async (...scopes: readonly Scope[]) => {
    for (const sync of await Promise.all(scopes.map(api.keys.refresh))) receiveSync(sync)
  })
