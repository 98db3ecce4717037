import { Button } from '@mantine/core'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { Callout } from '../../../ui/callout.tsx'
import { DifferenceList } from '../conflict/difference-list.tsx'
import { differencesOf, edited } from '../conflict/differences.ts'
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
  const now = save.seen
  const mine = differencesOf(now, edited(now, changes), profile)
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
      {save.before && (
        <DifferenceList differences={differencesOf(save.before, now, profile)} verb="became" />
      )}
      <p className={classes.yours}>
        {mine.length === 0 ? 'Yours is the same.' : 'If you save yours:'}
      </p>
      <DifferenceList differences={mine} verb="becomes" />
    </Callout>
  )
}
