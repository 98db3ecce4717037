import { Button } from '@mantine/core'
import { isUsedSince, type Unfinished } from '../../../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../../../shared/domain/key.ts'
import { Moment } from '../../ui/moment.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { shortText } from '../../ui/visible-text.ts'
import classes from './found-keys.module.css'
import type { Way } from './ways.ts'

type FoundKeysProps = {
  readonly intent: Unfinished
  readonly busy: boolean
  readonly onUndo: (way: Way) => void
}

/** What was found at the service and may be what was made; of several, each can be undone by itself. */
export const FoundKeys = ({ intent, busy, onUndo }: FoundKeysProps) => {
  const { finding, undo } = intent
  if (finding?.kind !== 'made') return null
  const { keys } = finding
  return (
    <ul className={classes.keys}>
      {keys.map(key => (
        <li key={key.id} className={classes.key}>
          <span>
            <Known found={key} />
          </span>
          {keys.length > 1 && undo !== null && !isUsedSince(intent, key) && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${undoLabel[undo]} ${shortText(key.mask ?? key.id, 60)}`}
              disabled={busy}
              onClick={() => onUndo(wayTo(undo, key.id))}
            >
              {undoLabel[undo]}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

const undoLabel = { delete: 'Delete', revoke: 'Revoke' } as const

const wayTo = (undo: NonNullable<Unfinished['undo']>, key: KeyId): Way => ({
  ...{ do: 'undo', label: `${undoLabel[undo]} ${key}`, key, again: false },
})

/** What tells it from others: its mark or id, its age, who made it and whether it is used. */
export const Known = ({ found }: { readonly found: KeyRecord }) => {
  const { id, mask, createdAt, createdBy, lastUsedAt, usageCount } = found
  return (
    <>
      <code>
        <PlainText text={mask ?? id} longest={60} />
      </code>
      {createdAt !== null && (
        <>
          {', created '}
          <Moment at={createdAt} />
        </>
      )}
      {createdBy !== null && (
        <>
          {' by '}
          <PlainText text={createdBy} longest={40} />
        </>
      )}
      {lastUsedAt !== null && (
        <>
          {', last used '}
          <Moment at={lastUsedAt} />
        </>
      )}
      {lastUsedAt === null && usageCount === 0 && ', not used'}
    </>
  )
}
