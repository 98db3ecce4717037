import { useEffect, useRef, useState } from 'react'
import type { Proof } from '../../../../../shared/domain/proof.ts'
import { api } from '../../../api/index.ts'
import { targetOf, type UiState, useUi } from '../../../state/ui.ts'
import { tell } from '../../../ui/tell.ts'
import { endedSince } from './ended-since.ts'
import { endText } from './proof-words.ts'

/** Tells the end of each proof, wherever the person is by then. */
export const ProofEnds = () => {
  const proofs = useUi(state => state.proofs)
  // What had ended before the page was there was told, or is in the log.
  const [opened] = useState(() => Date.now())
  const known = useRef<readonly Proof[]>([])
  useEffect(() => {
    const before = known.current
    known.current = proofs
    for (const proof of endedSince(before, proofs, opened)) {
      if (!isInSight(useUi.getState(), proof)) void tellEnd(proof)
    }
  }, [proofs, opened])
  return null
}

/** The dialog and the details of the key say themselves what a person must read, and stay. */
const isInSight = ({ dialog, detail }: Pick<UiState, 'dialog' | 'detail'>, proof: Proof) => {
  const inDialog = dialog.kind === 'change-key' ? targetOf(dialog.key) : null
  return (
    proof.state !== 'confirmed' &&
    [inDialog, detail?.target].some(
      target =>
        target?.key === proof.key &&
        target.connection === proof.connection &&
        target.environment === proof.environment,
    )
  )
}

const tellEnd = async (proof: Proof): Promise<void> => {
  const { connection, environment } = proof
  const profile = await api.connections.profile({ connection, environment }).catch(() => null)
  tell(endText(proof, profile))
}
