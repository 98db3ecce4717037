import { useState } from 'react'
import type { Connection, Trust } from '../../../../shared/domain/connection.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, useConnector } from '../../state/ui.ts'
import {
  type ConnectionForm,
  formOf,
  hasOwnAddress,
  placesOf,
  withPlace,
} from './connection-form.ts'
import { placeError } from './form-errors.ts'
import { trusting, trustQuestion } from './trust-question.ts'

/** Changing a connection that is there, and what is known of why that does not work. */
export const useEditing = (connection: Connection) => {
  const info = useConnector(connection.connector)
  const [form, setForm] = useState<ConnectionForm>(() => formOf(connection, info))
  const [asking, setAsking] = useState<readonly Environment[]>([])
  const save = useAction(async () => {
    const { id } = connection
    await api.connections.edit({ id, name: form.name, places: placesOf(form, info) })
    closeDialog()
  })
  const typed = { form, info }
  const errors = save.error ? placeError(save.error, typed, null) : {}
  // A credential is no field of this form.
  const isPlaced = Object.keys(errors).some(field => !field.startsWith('credentials.'))
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const doubted = trustQuestion(save.error, null, typed)
  return {
    ...{ form, info, errors, edit, save },
    /** What stands at no field. */
    error: isPlaced ? null : save.error,
    /** Whose certificates are to be judged. */
    asked: doubted ? [doubted] : asking,
    ask: () => setAsking(hasOwnAddress(form, info) ? ['preview', 'production'] : ['preview']),
    trust: (environment: Environment, shown: Trust) => {
      edit(withPlace(form, environment, trusting(form.places[environment], shown)))
      setAsking(asking.filter(one => one !== environment))
      save.clear()
    },
  }
}
