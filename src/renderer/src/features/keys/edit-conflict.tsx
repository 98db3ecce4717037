import { Button } from '@mantine/core'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { Callout } from '../../ui/callout.tsx'
import { stateWord } from '../../ui/key-words.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './key-detail.module.css'
import type { Edit } from './use-edit.ts'

type EditConflictProps = {
  readonly form: Edit
  readonly profile: Profile | null
  readonly onDrop: () => void
}

/** Both versions in sight; neither wins by itself. Saving changes what was typed here, and nothing else. */
export const EditConflict = ({ form, profile, onDrop }: EditConflictProps) => {
  const { save, changes } = form
  return (
    <Callout
      tone="warning"
      role="alert"
      title="Changed elsewhere"
      actions={
        <>
          <Button size="xs" variant="default" disabled={save.busy} onClick={onDrop}>
            Use the service’s
          </Button>
          <Button size="xs" loading={save.busy} onClick={() => void save.run()}>
            Save mine
          </Button>
        </>
      }
    >
      Somebody changed this after it was shown to you. Nothing was overwritten.
      <ul className={classes.versions}>
        <Version of="At the service" words={save.seen} profile={profile} />
        <Version of="Yours" words={{ ...save.seen, ...changes }} profile={profile} />
      </ul>
    </Callout>
  )
}

type VersionProps = {
  readonly of: string
  readonly words: {
    readonly [Member in 'name' | 'description' | 'state']?: KeyRow[Member] | undefined
  }
  readonly profile: Profile | null
}

const Version = ({ of, words: { name, description, state }, profile }: VersionProps) => (
  <li>
    {of}: <PlainText text={name ?? ''} />
    {[description, profile?.presentation.statusField && state && stateWord(state, profile)]
      .filter(text => typeof text === 'string')
      .map(text => (
        <span key={text}>
          {' – '}
          <PlainText text={text} />
        </span>
      ))}
  </li>
)
