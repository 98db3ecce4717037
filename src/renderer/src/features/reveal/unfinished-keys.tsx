import { Button } from '@mantine/core'
import type { Intent } from '../../../../shared/domain/intent.ts'
import { api } from '../../api/index.ts'
import { type Action, useAction } from '../../api/use-action.ts'
import {
  forgetUnfinished,
  openDialog,
  receiveReveal,
  useConnection,
  useUi,
} from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { Moment } from '../../ui/moment.tsx'
import classes from '../../ui/notice-list.module.css'
import { PlainText } from '../../ui/plain-text.tsx'
import { unfinishedWords } from './reveal-words.ts'

/** New secrets of which nobody has said that the secret is stored, and of which this run holds none. */
export const UnfinishedKeys = () => {
  const intents = useUi(state => state.unfinished)
  if (intents.length === 0) return null
  return (
    <Callout
      tone="warning"
      role="region"
      title={intents.length === 1 ? 'A key is not finished' : 'Some keys are not finished'}
    >
      {intents.length === 1
        ? 'Nobody has said that its secret is stored. Get the key to store it now, or undo it.'
        : 'Nobody has said that their secrets are stored. Get each key to store it now, or undo it.'}
      <ul className={classes.list}>
        {intents.map(intent => (
          <Unfinished key={intent.id} intent={intent} />
        ))}
      </ul>
    </Callout>
  )
}

const Unfinished = ({ intent }: { readonly intent: Intent }) => {
  const connection = useConnection(intent.connection)
  const removed = useUi(state => state.connections !== null) && connection === null
  const actions = useUnfinished(intent)
  const { get, stored, dismiss } = actions
  return (
    <li>
      <div className={classes.item}>
        <span className={classes.name}>
          <PlainText text={intent.name} longest={60} />
        </span>
        {unfinishedWords(intent).what}
        <EnvironmentBadge environment={intent.environment} />
        <span className={classes.aside}>
          {connection && (
            <>
              <PlainText text={connection.name} longest={40} />
              {', '}
            </>
          )}
          <Moment at={intent.at} />
        </span>
        {removed && 'Its connection was removed. Connect to its service again to get or delete it.'}
        <Ways {...{ intent, actions, removed, reachable: connection !== null }} />
      </div>
      <ErrorAlert error={get.error ?? stored.error ?? dismiss.error} />
    </li>
  )
}

const useUnfinished = (intent: Intent) => ({
  get: useAction(async () => {
    receiveReveal(await api.reveals.recover({ intent: intent.id }))
    forgetUnfinished(intent.id)
  }),
  stored: useAction(async () => {
    await api.reveals.stored({ intent: intent.id })
    forgetUnfinished(intent.id)
  }),
  dismiss: useAction(async () => {
    await api.reveals.dismiss({ intent: intent.id })
    forgetUnfinished(intent.id)
  }),
})

type WaysProps = {
  readonly intent: Intent
  readonly actions: ReturnType<typeof useUnfinished>
  readonly removed: boolean
  readonly reachable: boolean
}

/** What can be done about it; getting the key comes last in every line, so that those stand below one another. */
const Ways = ({ intent, actions: { get, stored, dismiss }, removed, reachable }: WaysProps) => {
  const { abandon } = unfinishedWords(intent)
  const lost = get.error?.code === 'outcome-unknown' && !get.error.repeatable
  return (
    <span className={classes.buttons}>
      {(removed || lost || abandon === null) && <Way label="Dismiss" action={dismiss} />}
      {intent.state === 'revealed' && <Way label="I have stored it" action={stored} />}
      {reachable && abandon && (
        <Button size="xs" variant="default" onClick={() => openDialog({ kind: 'abandon', intent })}>
          {abandon}
        </Button>
      )}
      {reachable && (
        <Button size="xs" loading={get.busy} onClick={() => void get.run()}>
          Get the key
        </Button>
      )}
    </span>
  )
}

type WayProps = { readonly label: string; readonly action: Action<readonly [], void> }

const Way = ({ label, action }: WayProps) => (
  <Button size="xs" variant="default" loading={action.busy} onClick={() => void action.run()}>
    {label}
  </Button>
)
