import { type FormEvent, useState } from 'react'
import { isProbablyNotMade } from '../../../../../shared/domain/finding.ts'
import type { Unfinished } from '../../../../../shared/domain/intent.ts'
import type { KeyDraft, Scope } from '../../../../../shared/domain/key.ts'
import { descriptionLength } from '../../../../../shared/domain/name.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { closeDialog } from '../../../state/ui.ts'
import { environmentName } from '../../../ui/environment.ts'
import { fieldText } from '../../../ui/field-text.ts'
import { useIssue } from '../change/use-issue.ts'
import { canGive } from '../form/can-give.ts'
import { expiryAt, noExpiry } from '../form/expiry.ts'
import { expiryError } from '../form/expiry-field.tsx'
import { takenText } from '../form/form-words.ts'
import { judgeKeyWords } from './create-form.ts'

const empty = { name: '', description: '', expiry: noExpiry }

const wordsOf = ({ name, description, expiresAt }: Unfinished): typeof empty => ({
  ...{ name, description: description ?? '', expiry: expiryAt(expiresAt) },
})

/** With another in its place, one that was probably not made is no longer looked for. */
const finish = (again: Unfinished | null): void => {
  closeDialog()
  if (again === null || !isProbablyNotMade(again.finding)) return
  // It stays to be dismissed by hand where that cannot be written.
  void api.reveals.dismiss({ intent: again.id }).catch(() => undefined)
}

/** The form of a new key: what was typed, what is wrong with it, and how it is sent. */
export const useCreateKey = (scope: Scope, profile: Profile | null, again: Unfinished | null) => {
  const [form, setForm] = useState(again ? wordsOf(again) : empty)
  const [submitted, setSubmitted] = useState(false)
  const create = useIssue(
    'create',
    (intent, draft: KeyDraft) => api.keys.create({ ...scope, intent, draft }),
    () => finish(again),
  )
  const has = { description: canGive('describe', profile), expiry: canGive('expire', profile) }
  const longest = profile?.longestExpirySeconds ?? null
  const errors = judgeKeyWords(form, profile?.nameLength)
  const taken = create.error?.code === 'name-taken'

  const error = (field: 'name' | 'description'): string | null => {
    if (field === 'name' && taken) return takenText('key', environmentName[scope.environment])
    const problem = submitted ? errors[field] : null
    const most = field === 'name' ? profile?.nameLength : descriptionLength
    return create.fieldError(field) ?? (problem && fieldText(problem, most))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    // What the service said of the expiry before is no reason not to ask again.
    const late = has.expiry && expiryError(form.expiry, longest, null)
    if (errors.name || errors.description || late) return
    void create.run({
      name: form.name.trim(),
      description: (has.description && form.description.trim()) || null,
      expiresAt: has.expiry ? form.expiry.at : null,
    })
  }
  return {
    ...{ form, has, longest, error, submit, create },
    expiryError:
      submitted || form.expiry.text !== '' ? expiryError(form.expiry, longest, create.error) : null,
    /** What went wrong is told at its field. */
    told: taken || create.error?.code === 'expiry-refused',
    edit: (change: Partial<typeof form>) => {
      create.renew()
      setForm({ ...form, ...change })
    },
  }
}
