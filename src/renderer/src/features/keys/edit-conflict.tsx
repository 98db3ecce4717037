import { Button } from '@mantine/core'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { Callout } from '../../ui/callout.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './key-detail.module.css'
import type { Edit } from './use-edit.ts'

type EditConflictProps = { readonly form: Edit; readonly onDrop: () => void }

/** Both versions in sight; neither wins by itself. Saving changes what was typed here, and nothing else. */
export const EditConflict = ({ form, onDrop }: EditConflictProps) => {
  const { save, words } = form
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
        <Version of="At the service" words={save.seen} />
        <Version of="Yours" words={{ ...words, description: words.description.trim() || null }} />
      </ul>
    </Callout>
  )
}

type VersionProps = { readonly of: string; readonly words: Pick<KeyRow, 'name' | 'description'> }

const Version = ({ of, words }: VersionProps) => (
  <li>
    {of}: <PlainText text={words.name} />
    {words.description !== null && (
      <>
        {' – '}
        <PlainText text={words.description} />
      </>
    )}
  </li>
)
