import { useState } from 'react'
import type { Scope } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, receiveReveal } from '../../state/ui.ts'
import { fieldErrors } from '../../ui/field-text.ts'
import type { KeyWords } from './create-form.ts'

/**
 * Sends one wish for one key. The same wish keeps its intent, so that asking again cannot make a second key; a
 * changed wish gets a new one.
 */
export const useCreate = (scope: Scope) => {
  const [intent, setIntent] = useState(() => crypto.randomUUID())
  const [sent, setSent] = useState(false)
  const create = useAction(async ({ name, description }: KeyWords) => {
    setSent(true)
    const draft = { name: name.trim(), description: description.trim() || null }
    receiveReveal(await api.keys.create({ ...scope, intent, draft }))
    closeDialog()
  })
  const errors = fieldErrors(create.error)
  return {
    busy: create.busy,
    error: create.error,
    run: create.run,
    fieldError: (field: keyof KeyWords): string | null => errors[`draft.${field}`] ?? null,
    renew: () => {
      if (!sent) return
      setIntent(crypto.randomUUID())
      setSent(false)
      create.clear()
    },
  }
}
