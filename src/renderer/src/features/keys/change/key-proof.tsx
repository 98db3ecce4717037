import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { proofOf, targetOf, useUi } from '../../../state/ui.ts'
import classes from './proof-steps.module.css'
import { ProofSteps } from './proof-steps.tsx'

type KeyProofProps = { readonly row: KeyRow; readonly profile: Profile | null }

/** How far the end of this key has come, among its details. */
export const KeyProof = ({ row, profile }: KeyProofProps) => {
  const proof = useUi(state => proofOf(state, targetOf(row)))
  if (proof === null || row.state === 'active') return null
  return (
    <section className={classes.section} aria-label="Whether the key is still accepted">
      <ProofSteps {...{ proof, profile }} />
    </section>
  )
}
