import { Button, Checkbox } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Reveal } from '../../../../shared/domain/intent.ts'
import { api } from '../../api/index.ts'
import { type Action, useAction } from '../../api/use-action.ts'
import { useLive } from '../../api/use-live.ts'
import { useConnection, useUi } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { environmentName } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { spanText } from '../../ui/time.ts'
import { useFocusBack, useFocusOnAppear } from '../../ui/use-focus.ts'
import { useGuardedWindow } from '../use-guarded-window.ts'
import { useKnownProfile } from '../use-known-profile.ts'
import classes from './reveal-dialog.module.css'
import { beforeText, lossText, revealWords, showsMark } from './reveal-words.ts'
import { useSecret } from './use-secret.ts'

/** A new key's secret: to be copied, or shown once, and not lost by a slip of the hand. */
export const RevealDialog = ({ reveal }: { readonly reveal: Reveal }) => {
  const words = revealWords(reveal.kind, useKnownProfile(reveal))
  const [leaving, setLeaving] = useState(false)
  const finish = useAction(async () => {
    await api.reveals.acknowledge({ id: reveal.id })
    useUi.setState(({ reveals }) => ({ reveals: reveals.filter(({ id }) => id !== reveal.id) }))
  })
  const locking = useUi(state => state.lockAsked)
  useGuardedWindow(true)
  return (
    <DialogFrame
      title={leaving ? 'You will not see this key again' : words.title}
      environment={reveal.environment}
      size={560}
      above
      closeLabel={leaving ? 'Back to the key' : 'Leave'}
      // Under the question whether to lock, this one waits.
      closable={!finish.busy && !locking}
      // Never out by itself: asked first, and from there only back.
      onClose={() => setLeaving(!leaving)}
    >
      <div hidden={leaving}>
        <Storing {...{ reveal, finish, words }} />
      </div>
      {leaving && <Leaving {...{ reveal, finish, onBack: () => setLeaving(false) }} />}
      <div className={finish.error ? classes.error : undefined}>
        <ErrorAlert error={finish.error} />
      </div>
    </DialogFrame>
  )
}

type Finish = Action<readonly [], void>
type PartProps = { readonly reveal: Reveal; readonly finish: Finish }
type WordsProps = { readonly reveal: Reveal; readonly words: ReturnType<typeof revealWords> }

const Storing = ({ reveal, finish, words }: PartProps & WordsProps) => {
  const [stored, setStored] = useState(false)
  return (
    <>
      <What {...{ reveal, words }} />
      <Secret {...{ reveal, words }} />
      <Checkbox
        label="I have stored it"
        checked={stored}
        onChange={event => setStored(event.currentTarget.checked)}
      />
      <DialogActions>
        <GuardedButton
          loading={finish.busy}
          reason={stored ? null : 'Say first that you have stored the key.'}
          onClick={() => void finish.run()}
        >
          {words.done}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

const What = ({ reveal, words }: WordsProps) => {
  const connection = useConnection(reveal.connection)
  return (
    <>
      <p className={classes.what}>
        The {words.noun}{' '}
        <strong>
          <PlainText text={reveal.name} longest={80} />
        </strong>{' '}
        {words.happened} in <strong>{environmentName[reveal.environment]}</strong>
        {connection && (
          <>
            {' at '}
            <PlainText text={connection.name} longest={60} />
          </>
        )}
        . <PlainText text={words.warning} longest={1000} />
      </p>
      {reveal.kind === 'rotate' && <Before reveal={reveal} />}
      {showsMark(reveal) && (
        <p className={classes.mark}>
          Mark:{' '}
          <code>
            <PlainText text={reveal.mask ?? ''} longest={60} />
          </code>
        </p>
      )}
    </>
  )
}

/** What the rotation did to the previous secret. */
const Before = ({ reveal }: { readonly reveal: Reveal }) => {
  const { connection, environment, before, beforeRead } = reveal
  const key = before ?? reveal.key
  const load = useCallback(
    () => api.keys.get({ connection, environment, key }),
    [connection, environment, key],
  )
  const { live } = useLive(load, ['keys-changed'])
  if (live.kind !== 'ready' || live.value === null) return null
  const { expiresAt, previousUntil } = live.value
  // A key of its own whose end is not known yet: nothing can be said.
  if (before !== null && (expiresAt === null || !beforeRead)) return null
  const until = before === null ? previousUntil : expiresAt
  return <p className={classes.mark}>{beforeText('rotate', until, Date.now())}</p>
}

const Secret = ({ reveal, words }: WordsProps) => {
  const { secret, show, hide, seconds } = useSecret(reveal.id)
  const copy = useAction(() => api.reveals.copy({ id: reveal.id }))
  const [copied, setCopied] = useState<number | null>(null)
  const startCopy = async () => {
    const done = await copy.run()
    setCopied(done?.value.clearsAfterSeconds ?? null)
  }
  return (
    <>
      {secret === null ? (
        <code className={`${classes.secret} ${classes.masked}`}>
          {(showsMark(reveal) ? null : reveal.mask) ?? '••••••••••••'}
        </code>
      ) : (
        <code className={classes.secret}>{secret}</code>
      )}
      <div className={classes.buttons}>
        <Button data-autofocus loading={copy.busy} onClick={() => void startCopy()}>
          {words.copy}
        </Button>
        {secret === null ? (
          <GuardedButton
            variant="default"
            loading={show.busy}
            reason={reveal.shown ? 'It was shown once already. Copy it instead.' : null}
            onClick={() => void show.run()}
          >
            Show once
          </GuardedButton>
        ) : (
          <Button variant="default" onClick={hide}>
            Hide
          </Button>
        )}
      </div>
      <p className={classes.note} role="status">
        {noteOf(copied, secret === null ? null : seconds)}
      </p>
      <div className={copy.error || show.error ? classes.error : undefined}>
        <ErrorAlert error={copy.error ?? show.error} />
      </div>
    </>
  )
}

/** `shown` is for how many seconds. */
const noteOf = (copied: number | null, shown: number | null): string => {
  const hides =
    shown === null ? null : `It is hidden after ${spanText(shown)} and is not shown a second time.`
  if (copied === null) return hides ?? 'Copying does not show it.'
  const clears = `Copied. The clipboard is cleared in ${copied} seconds if it still holds the key.`
  return hides ? `${clears} ${hides}` : clears
}

type LeavingProps = PartProps & { readonly onBack: () => void }

const Leaving = ({ reveal, finish, onBack }: LeavingProps) => {
  useFocusBack()
  const safe = useFocusOnAppear<HTMLButtonElement>()
  return (
    <>
      <p className={classes.what}>
        If nobody has stored{' '}
        <strong>
          <PlainText text={reveal.name} longest={80} />
        </strong>
        , {lossText(reveal.kind)}
      </p>
      <DialogActions>
        <Button ref={safe} variant="default" disabled={finish.busy} onClick={onBack}>
          Go back
        </Button>
        <Button color="red.9" loading={finish.busy} onClick={() => void finish.run()}>
          Close anyway
        </Button>
      </DialogActions>
    </>
  )
}
