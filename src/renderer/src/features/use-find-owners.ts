import { useCallback } from 'react'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { api } from '../api/index.ts'
import type { FindOwners } from '../ui/filters/filter-row.tsx'

/** Who made keys of a list. `scope` is the same object while it is the same scope. */
export const useFindOwners = ({ scope, kind }: Pick<KeysQuery, 'scope' | 'kind'>): FindOwners =>
  useCallback(part => api.keys.owners({ scope, kind, part }), [scope, kind])
