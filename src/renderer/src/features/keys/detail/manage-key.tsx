import { Button } from '@mantine/core'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { targetOf } from '../../../state/ui.ts'
import { GuardedButton } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { useFocusOnAppear } from '../../../ui/use-focus.ts'
import { useWhyNot } from '../../use-why-not.ts'
import { IssueTrouble } from '../change/issue-trouble.tsx'
import { KeyProof } from '../change/key-proof.tsx'
import { useIssueFor } from '../change/use-issue-for.ts'
import { HandOffSteps } from './hand-off-steps.tsx'
import classes from './key-detail.module.css'
import { KeyEffects } from './key-effects.tsx'
import { Facts, secretFacts } from './key-facts.tsx'

type ManageKeyProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  readonly onBack: () => void
}

/** The key of a system: generated and revoked here, and what else can be done to it. */
export const ManageKey = ({ row, profile, onBack }: ManageKeyProps) => {
  const back = useFocusOnAppear<HTMLButtonElement>()
  const whyNot = useWhyNot(row.environment)
  const generate = useGenerate(row)
  return (
    <>
      <div>
        <Button ref={back} variant="default" size="xs" onClick={onBack}>
          Back to the system
        </Button>
      </div>
      <HandOffSteps {...{ row, profile }} />
      <KeyProof {...{ row, profile }} />
      <Facts facts={secretFacts(row, profile)} />
      <div className={classes.buttons}>
        {isOffered('generate', profile) && (
          <GuardedButton
            reason={whyNot('generate', row.state)}
            loading={generate.busy}
            onClick={() => void generate.run(row)}
          >
            {wordsFor('generate', profile).label}
          </GuardedButton>
        )}
        <KeyEffects {...{ row, profile, effects: ['suspend', 'rotate', 'expire', 'revoke'] }} />
      </div>
      <IssueTrouble issue={generate} />
    </>
  )
}

/** Of the version that is in sight when it is asked for. */
const useGenerate = (row: KeyRow) =>
  useIssueFor(
    'generate',
    row,
    (intent, _, now: KeyRow) =>
      api.keys.generate({ ...targetOf(now), version: now.version, intent }),
    () => {},
  )
