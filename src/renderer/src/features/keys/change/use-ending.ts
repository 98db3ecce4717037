import { useEffect, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { api } from '../../../api/index.ts'
import type { KeyEffect } from '../../../state/dialog.ts'
import { closeDialog, proofOf, showDetail, targetOf, useUi } from '../../../state/ui.ts'
import { environmentName } from '../../../ui/environment.ts'
import { tell } from '../../../ui/tell.ts'
import { shortText } from '../../../ui/visible-text.ts'
import { useSeen } from '../conflict/use-seen.ts'

/** What ends sooner is not worth showing on its way. */
const quickMs = 800
/** How long the last step is in sight before the dialog goes by itself. */
const restMs = 1500

/**
 * Changes the key, and waits until it is known whether it is dead. `steps` is null while the question is still to be
 * shown, which it is to the end where all is over in an instant.
 */
export const useEnding = (effect: KeyEffect, row: KeyRow, done: string, withKey: boolean) => {
  const [earlier] = useState(() => proofOf(useUi.getState(), targetOf(row))?.id)
  const newest = useUi(state => proofOf(state, targetOf(row)))
  const proof = newest?.id === earlier ? null : newest
  const [accepted, setAccepted] = useState(false)
  const action = useSeen(row, async seen => {
    const told = await change(effect, seen, withKey)
    const proofs = await api.proofs.list(null)
    useUi.setState({ proofs })
    const made = proofOf({ proofs }, targetOf(seen))
    const isAsked = made !== null && made.id !== earlier
    if (isAsked) setAccepted(true)
    else closeDialog()
    // The end of what is asked about is told when it has come.
    const said = `${done} “${shortText(seen.name, 60)}” in ${environmentName[row.environment]}.`
    if (told !== null || !isAsked) tell(told ?? said)
  })
  const waits = action.busy || accepted
  const slow = useSlow(waits)
  const ended = proof?.state === 'unproven' || proof?.state === 'still-accepted'
  const steps = waits && (slow || ended) ? proof : null
  // Not by the proof itself, which is another object whenever any key is asked about.
  const isOver = accepted && (proof === null || proof.state === 'confirmed')
  const rest = steps ? restMs : 0
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(closeDialog, rest)
    return () => clearTimeout(timer)
  }, [isOver, rest])
  return { ...action, busy: waits, steps, closable: accepted || !action.busy }
}

const useSlow = (waits: boolean): boolean => {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => setSlow(true), quickMs)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [waits])
  return slow
}

/** Answers what to say of it instead of that it was done, or null. */
const change = async (
  effect: KeyEffect,
  seen: KeyRow,
  withKey: boolean,
): Promise<string | null> => {
  const target = { ...targetOf(seen), version: seen.version }
  if (effect === 'resume') await api.keys.resume(target)
  else if (effect !== 'delete') await api.keys[effect]({ ...target, withKey })
  else {
    const { alreadyGone } = await api.keys.delete({ ...target, withKey })
    showDetail(null)
    const where = environmentName[seen.environment]
    if (alreadyGone)
      return `“${shortText(seen.name, 60)}” was already gone: somebody else had deleted it in ${where}.`
  }
  return null
}
