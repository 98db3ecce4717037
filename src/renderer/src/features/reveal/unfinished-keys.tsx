import { Button } from '@mantine/core'
import type { Unfinished } from '../../../../shared/domain/intent.ts'
import { useConnection, useUi } from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { Moment } from '../../ui/moment.tsx'
import classes from '../../ui/notice-list.module.css'
import { PlainText } from '../../ui/plain-text.tsx'
import { useNow } from '../../ui/use-now.ts'
import { whatBecame } from './finding-words.ts'
import found from './found-keys.module.css'
import { FoundKeys } from './found-keys.tsx'
import { unfinishedWhat } from './reveal-words.ts'
import { useUnfinished } from './use-unfinished.ts'
import { type Way, waysOf } from './ways.ts'

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
        ? 'Nobody has said that its secret is stored.'
        : 'Nobody has said that their secrets are stored.'}
      <ul className={classes.list}>
        {intents.map(intent => (
          <Item key={intent.id} intent={intent} />
        ))}
      </ul>
    </Callout>
  )
}

const Item = ({ intent }: { readonly intent: Unfinished }) => {
  const connection = useConnection(intent.connection)
  const removed = useUi(state => state.connections !== null) && connection === null
  const actions = useUnfinished(intent)
  const now = useNow()
  const ways = connection || removed ? waysOf(intent, { removed, lost: actions.lost }) : []
  return (
    <li>
      <div className={classes.item}>
        <span className={classes.name}>
          <PlainText text={intent.name} longest={60} />
        </span>
        {unfinishedWhat(intent)}
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
        <Ways {...{ ways, actions }} />
      </div>
      <p className={found.text}>
        {removed ? (
          'Its connection was removed. Connect to its service again to get or delete it.'
        ) : (
          <PlainText text={whatBecame(intent, now)} longest={800} />
        )}
      </p>
      <FoundKeys {...{ intent, busy: actions.busy }} onUndo={actions.go} />
      <ErrorAlert error={actions.error} />
    </li>
  )
}

type WaysProps = {
  readonly ways: readonly Way[]
  readonly actions: ReturnType<typeof useUnfinished>
}

/** What can be done about it; what most would do comes last in every line, so that those stand below one another. */
const Ways = ({ ways, actions }: WaysProps) => (
  <span className={classes.buttons}>
    {ways.map((way, at) => (
      <Button
        key={way.label}
        size="xs"
        {...(at === ways.length - 1 && way.do !== 'dismiss' ? {} : { variant: 'default' })}
        loading={actions.isBusy(way)}
        disabled={actions.busy && !actions.isBusy(way)}
        onClick={() => actions.go(way)}
      >
        {way.label}
      </Button>
    ))}
  </span>
)
