import { useState } from 'react'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { failureOf } from '../../api/client.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, showPage, showScope } from '../../state/ui.ts'
import { type ConnectionForm, draftOf, onlyEnvironment } from './connection-form.ts'
import {
  type FieldErrors,
  placeError,
  placeTrial,
  placeTrials,
  type Trials,
  type Typed,
} from './form-errors.ts'
import { trustQuestion } from './trust-question.ts'

/** Trying and keeping a new connection, and what is known of why that does not work. */
export const useConnecting = (form: ConnectionForm, info: ConnectorInfo) => {
  const [found, setFound] = useState<Trials | null>(null)
  const [triedAt, setTriedAt] = useState(0)
  // What was found is about this, whatever is typed meanwhile.
  const [sent, setSent] = useState<Typed>({ form, info })
  const attempt = async (keep: 'keychain' | 'memory') => {
    const trials = await api.connections.test(draftOf(form, info, keep))
    setTriedAt(Date.now())
    setFound(trials)
  }
  const save = useAction(async (keep: 'keychain' | 'memory') => {
    test.clear()
    setFound(null)
    setSent({ form, info })
    const connection = await api.connections.add(draftOf(form, info, keep)).catch(async cause => {
      // Of two environments it does not always say in which it failed; each by itself does.
      const failure = failureOf(cause)
      if (isOfOne(failure, { form, info })) await attempt(keep).catch(() => undefined)
      throw cause
    })
    closeDialog()
    showScope({ connection: connection.id })
    showPage('keys')
  })
  const test = useAction(async () => {
    save.clear()
    setFound(null)
    setSent({ form, info })
    await attempt('keychain')
  })
  // An answer may come when another kind of service is chosen already.
  const isCurrent = sent.info.id === info.id
  const trials = isCurrent ? found : null
  const error = isCurrent ? (save.error ?? test.error) : null
  const errors = { ...placeTrials(trials, sent), ...fieldsOf(error, sent) }
  return {
    ...{ save, test, trials, triedAt, errors },
    /** What trying the environment's credential found stands at a field. */
    isPlaced: (environment: Environment) => !isEmpty(placeTrial(trials, sent, environment)),
    /** What stands at no field. */
    error: isEmpty(errors) ? error : null,
    question: trustQuestion(error, trials, sent),
    /** What was found before no longer holds. */
    forget: () => {
      setFound(null)
      save.clear()
      test.clear()
    },
  }
}

const fieldsOf = (error: ErrorInfo | null, typed: Typed): FieldErrors =>
  error ? placeError(error, typed, onlyEnvironment(typed.form)) : {}

/** It would stand at a field, were it known of which environment it is. */
const isOfOne = (error: ErrorInfo, typed: Typed): boolean =>
  isEmpty(fieldsOf(error, typed)) && !isEmpty(placeError(error, typed, 'preview'))

const isEmpty = (errors: FieldErrors): boolean => Object.keys(errors).length === 0
