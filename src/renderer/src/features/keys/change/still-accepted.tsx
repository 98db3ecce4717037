import { Button } from '@mantine/core'
import type { Proof } from '../../../../../shared/domain/proof.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { useConnection, useUi } from '../../../state/ui.ts'
import { EnvironmentBadge } from '../../../ui/badges.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import classes from '../../../ui/notice-list.module.css'
import { PlainText } from '../../../ui/plain-text.tsx'
import { AskAgain } from './proof-steps.tsx'
import { stillFor } from './proof-words.ts'

/** Keys that their service takes although it accepted their end: in sight until they are dead, or somebody says that it is known. */
export const StillAccepted = () => {
  const proofs = useUi(state => state.proofs)
  const alive = proofs.filter(({ aliveAt }) => aliveAt !== null)
  if (alive.length === 0) return null
  return (
    <Callout
      tone="danger"
      role="region"
      title={alive.length === 1 ? 'A key is still accepted' : 'Some keys are still accepted'}
    >
      {alive.length === 1
        ? 'Its service accepted the change and takes it all the same: whoever has it can use it.'
        : 'Their services accepted the change and take them all the same: whoever has them can use them.'}
      <ul className={classes.list}>
        {alive.map(proof => (
          <Alive key={proof.id} proof={proof} />
        ))}
      </ul>
    </Callout>
  )
}

const Alive = ({ proof }: { readonly proof: Proof }) => {
  const connection = useConnection(proof.connection)
  const dismiss = useAction(() => api.proofs.dismiss({ id: proof.id }))
  const asks = proof.state === 'accepted'
  return (
    <li>
      <div className={classes.item}>
        <span className={classes.name}>
          <PlainText text={proof.name} longest={60} />
        </span>
        <EnvironmentBadge environment={proof.environment} />
        <span className={classes.aside}>
          {connection && (
            <>
              <PlainText text={connection.name} longest={40} />
              {', '}
            </>
          )}
          {asks ? 'asking again…' : `after ${stillFor(proof)}`}
        </span>
        <span className={classes.buttons}>
          {!asks && (
            <Button
              size="xs"
              variant="default"
              loading={dismiss.busy}
              onClick={() => void dismiss.run()}
            >
              Dismiss
            </Button>
          )}
          {proof.askable && <AskAgain proof={proof} />}
        </span>
      </div>
      <ErrorAlert error={dismiss.error} />
    </li>
  )
}
