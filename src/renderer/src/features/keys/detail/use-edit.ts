import { useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { descriptionLength } from '../../../../../shared/domain/name.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { targetOf } from '../../../state/ui.ts'
import { environmentName } from '../../../ui/environment.ts'
import { fieldErrors, fieldText } from '../../../ui/field-text.ts'
import { tell } from '../../../ui/tell.ts'
import { useSeen } from '../conflict/use-seen.ts'
import { judgeKeyWords } from '../create/create-form.ts'
import { takenText } from '../form/form-words.ts'
import { changesOf, type EditWords, isChanged, wordsOf } from './edit-form.ts'

/** The form of what can be changed of `row`, which stays up to date while nothing has been typed. */
export const useEdit = (row: KeyRow, profile: Profile | null, onDone: () => void) => {
  const [origin, setOrigin] = useState(row)
  const [words, setWords] = useState(wordsOf(row))
  const changes = changesOf(origin, words)
  const [withKey, setWithKey] = useState(false)
  const suspends = changes.state === 'suspended'
  const save = useSeen(origin, async (seen: KeyRow) => {
    const change = { ...targetOf(seen), version: seen.version, edit: changes }
    const saved = await api.keys.edit({ ...change, withKey: suspends && withKey })
    start(saved)
    setWithKey(false)
    const said = profile?.kinds[row.kind]?.edited
    if (said) tell(said)
    onDone()
  })
  const start = (from: KeyRow) => {
    setOrigin(from)
    setWords(wordsOf(from))
    save.show(from)
  }
  const [live, setLive] = useState(row.version)
  if (row.version !== live && !save.busy) {
    setLive(row.version)
    if (!isChanged(changes)) start(row)
  }

  const errors = judgeKeyWords(words, profile?.nameLength)
  const refused = fieldErrors(save.error)
  const taken = save.error?.code === 'name-taken'
  return {
    ...{ origin, words, changes, save, taken, suspends, withKey, setWithKey },
    valid: errors.name === null && errors.description === null,
    edit: (change: Partial<EditWords>) => {
      if (taken) save.clear()
      setWords({ ...words, ...change })
    },
    /** Leaves what was typed and shows what the service has. */
    drop: () => {
      start(save.seen)
      save.clear()
    },
    error: (field: 'name' | 'description'): string | null => {
      if (field === 'name' && taken) return takenText(row.kind, environmentName[row.environment])
      const problem = errors[field]
      const longest = field === 'name' ? profile?.nameLength : descriptionLength
      return refused[`edit.${field}`] ?? (problem && fieldText(problem, longest))
    },
  }
}

export type Edit = ReturnType<typeof useEdit>
