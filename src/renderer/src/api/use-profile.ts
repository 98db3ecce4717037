import { useCallback } from 'react'
import type { Scope } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { api } from './index.ts'
import { useLive } from './use-live.ts'

/** The last profile that the service gave for a scope, which need not be the one in sight. */
export const useProfile = ({ connection, environment }: Scope): Profile | null => {
  const load = useCallback(
    () => api.connections.profile({ connection, environment }),
    [connection, environment],
  )
  const { live } = useLive(load, ['connections-changed'])
  return live.kind === 'ready' ? live.value : null
}
