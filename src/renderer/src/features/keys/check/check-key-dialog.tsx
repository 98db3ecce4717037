import { Button } from '@mantine/core'
import { useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Scope } from '../../../../../shared/domain/key.ts'
import type { Verdict } from '../../../../../shared/domain/verdict.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { closeDialog, showDetail, targetOf, useConnection } from '../../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../../ui/dialog-frame.tsx'
import { environmentName } from '../../../ui/environment.ts'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { PlainText } from '../../../ui/plain-text.tsx'
import { useKnownProfile } from '../../use-known-profile.ts'
import classes from './check-key-dialog.module.css'
import { verdictText } from './verdict-text.ts'

type Answer = { readonly verdict: Verdict; readonly row: KeyRow | null }

/** Asks the service about a key that was copied. The page never has it: main reads the clipboard and sends it. */
export const CheckKeyDialog = ({ scope }: { readonly scope: Scope }) => {
  const profile = useKnownProfile(scope)
  const connection = useConnection(scope.connection)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const check = useAction(async () => {
    setAnswer(null)
    const { verdict, key } = await api.keys.check(scope)
    const row = key === null ? null : await api.keys.get({ ...scope, key })
    setAnswer({ verdict, row })
  })
  const place = environmentName[scope.environment]
  return (
    <DialogFrame
      title="Check the key on the clipboard"
      {...{ environment: scope.environment, closable: !check.busy, onClose: closeDialog }}
    >
      <p className={classes.text}>
        Copy the key as it is used, then check it. It is sent to{' '}
        {connection ? <PlainText text={connection.name} longest={60} /> : 'its service'}, which is
        asked whether it accepts it in {place}, and nowhere else. It is not shown and not kept. The
        service may count this as a use.
      </p>
      <div className={classes.answer} aria-live="polite">
        {answer && (
          <div className={classes.verdict} data-good={answer.verdict === 'valid' || undefined}>
            {answer.row && (
              <p className={classes.text}>
                <strong>
                  <PlainText text={answer.row.name} longest={80} />
                </strong>
              </p>
            )}
            <p className={classes.text}>{verdictText(answer.verdict, place, profile)}</p>
          </div>
        )}
        <ErrorAlert error={check.error} />
      </div>
      <DialogActions>
        <Button variant="default" disabled={check.busy} onClick={closeDialog}>
          Close
        </Button>
        {answer?.row && <DetailsButton row={answer.row} />}
        <Button data-autofocus loading={check.busy} onClick={() => void check.run()}>
          Check the key
        </Button>
      </DialogActions>
    </DialogFrame>
  )
}

const DetailsButton = ({ row }: { readonly row: KeyRow }) => (
  <Button
    variant="default"
    onClick={() => {
      closeDialog()
      showDetail({ target: targetOf(row), review: false })
    }}
  >
    Open details
  </Button>
)
