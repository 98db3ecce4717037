import type { Scope } from '../../../shared/domain/key.ts'
import { api } from '../api/index.ts'
import { useAction } from '../api/use-action.ts'
import { receiveSync } from '../state/ui.ts'

/** Reads a list again. What goes wrong is said by the state of the list itself. */
export const useRefresh = () =>
  useAction(async (scope: Scope) => receiveSync(await api.keys.refresh(scope)))
