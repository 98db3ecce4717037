import { useState } from 'react'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { failureOf } from '../../api/client.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, showPage, showScope } from '../../state/ui.ts'
import { type ConnectionForm, draftOf, hasOwnAddress } from './connection-form.ts'
import { placeError, placeTrial, placeTrials, type Trials } from './form-errors.ts'
import { trustQuestion } from './trust-question.ts'

/** Trying and keeping a new connection, and what is known of why that does not work. */
export const useConnecting = (form: ConnectionForm, info: ConnectorInfo) => {
  const [trials, setTrials] = useState<Trials | null>(null)
  const [triedAt, setTriedAt] = useState(0)
  const typed = { form, info }
  const attempt = async (keep: 'keychain' | 'memory') => {
    const found = await api.connections.test(draftOf(form, info, keep))
    setTriedAt(Date.now())
    setTrials(found)
  }
  const save = useAction(async (keep: 'keychain' | 'memory') => {
    test.clear()
    setTrials(null)
    const connection = await api.connections.add(draftOf(form, info, keep)).catch(async cause => {
      // At two addresses it does not say at which it failed; each by itself does.
      if (hasOwnAddress(form, info) && isPlaceless(failureOf(cause)))
        await attempt(keep).catch(() => undefined)
      throw cause
    })
    closeDialog()
    showScope({ connection: connection.id })
    showPage('keys')
  })
  const test = useAction(async () => {
    save.clear()
    setTrials(null)
    await attempt('keychain')
  })
  const isPlaceless = (error: Parameters<typeof placeError>[0]) =>
    Object.keys(placeError(error, typed, null)).length === 0
  const error = save.error ?? test.error
  const errors = {
    ...placeTrials(trials, typed),
    ...(error ? placeError(error, typed, null) : {}),
  }
  return {
    ...{ save, test, trials, triedAt, errors },
    /** What trying the environment's credential found stands at a field. */
    isPlaced: (environment: Environment) =>
      Object.keys(placeTrial(trials, typed, environment)).length > 0,
    /** What stands at no field. */
    error: error && isPlaceless(error) && Object.keys(errors).length === 0 ? error : null,
    question: trustQuestion(error, trials, typed),
    /** What was found before no longer holds. */
    forget: () => {
      setTrials(null)
      save.clear()
      test.clear()
    },
  }
}
