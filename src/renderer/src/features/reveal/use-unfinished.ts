import { useState } from 'react'
import { AppError, assertNever } from '../../../../shared/app-error.ts'
import type { Unfinished } from '../../../../shared/domain/intent.ts'
import type { KeyId } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { forgetUnfinished, openDialog, receiveReveal } from '../../state/ui.ts'
import { makeAnew } from './make-anew.ts'
import type { Way } from './ways.ts'

/** Does what a person chose to do about an unfinished secret, one at a time. */
export const useUnfinished = (intent: Unfinished) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const action = useAction(async (way: Way) => {
    setChosen(way.label)
    await follow(intent, way)
  })
  const { busy, error } = action
  return {
    ...{ busy, error },
    isBusy: ({ label }: Way): boolean => busy && label === chosen,
    /** Who asks is another than the one for whom it was made, or the service no longer remembers. */
    lost: error?.code === 'outcome-unknown' && !error.repeatable,
    go: (way: Way): void => void action.run(way),
  }
}

const follow = async (intent: Unfinished, way: Way): Promise<void> => {
  const { id } = intent
  switch (way.do) {
    case 'get':
      receiveReveal(await api.reveals.recover({ intent: id }))
      return forgetUnfinished(id)
    case 'stored':
      await api.reveals.stored({ intent: id })
      return forgetUnfinished(id)
    case 'dismiss':
      await api.reveals.dismiss({ intent: id })
      return forgetUnfinished(id)
    case 'look':
      await api.reveals.look({ intent: id })
      return
    case 'undo':
      return undo(intent, way)
    case 'anew':
      return makeAnew(intent)
    case 'rotate':
      return rotateAgain(intent)
    default:
      return assertNever(way)
  }
}

/** What was found is known and can be undone with one click; Production asks, and so does what may not be there. */
const undo = async (
  intent: Unfinished,
  { key, again }: Extract<Way, { do: 'undo' }>,
): Promise<void> => {
  if (key === null || intent.environment === 'production') {
    openDialog({ kind: 'abandon', intent, key, again })
    return
  }
  await api.reveals.abandon({ intent: intent.id, key })
  if (again) makeAnew(intent)
}

/** The key with the lost secret: the one that came in the place of the other, or the same one. */
const lostKey = ({ finding, key, target }: Unfinished): KeyId | null =>
  (finding?.kind === 'made' ? finding.keys[0]?.id : null) ?? key ?? target

const rotateAgain = async (intent: Unfinished): Promise<void> => {
  const { connection, environment } = intent
  const id = lostKey(intent)
  const key = id === null ? null : await api.keys.get({ connection, environment, key: id })
  if (key === null) throw new AppError({ code: 'not-found', what: 'key' })
  openDialog({ kind: 'rotate-key', key })
}
