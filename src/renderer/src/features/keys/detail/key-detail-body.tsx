import { Button } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered, isShown } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { Detail } from '../../../state/dialog.ts'
import { showDetail, showPage, showScope, targetOf } from '../../../state/ui.ts'
import { GuardedButton } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { manageText } from '../../../ui/kind-words.ts'
import { PlainText } from '../../../ui/plain-text.tsx'
import { useWhyNot } from '../../use-why-not.ts'
import { consequence } from '../change/change-words.ts'
import { KeyProof } from '../change/key-proof.tsx'
import { EditKeyForm } from './edit-key-form.tsx'
import { HandOffSteps } from './hand-off-steps.tsx'
import classes from './key-detail.module.css'
import { KeyEffects } from './key-effects.tsx'
import { detailFacts, Facts, factsBesideForm } from './key-facts.tsx'
import { ManageKey } from './manage-key.tsx'

type PartProps = { readonly row: KeyRow; readonly profile: Profile | null }
type DetailBodyProps = PartProps & { readonly detail: Detail }

/** The details as their service has them: to be read, with buttons, as a form, or of a system's key. */
export const DetailBody = ({ row, profile, detail }: DetailBodyProps): ReactNode => {
  if (detail.review) return <Reviewed {...{ row, profile }} />
  const view = (to: NonNullable<Detail['view']>) => () => showDetail({ ...detail, view: to })
  if (row.kind === 'system' && detail.view === 'manage')
    return <ManageKey {...{ row, profile, onBack: view('facts') }} />
  if (row.kind === 'key' && profile?.presentation.statusField)
    return <DetailForm {...{ row, profile }} />
  return <Editable {...{ row, profile, onManage: view('manage') }} />
}

const Reviewed = ({ row, profile }: PartProps) => {
  const open = () => {
    showScope(row)
    showPage(row.kind === 'system' ? 'systems' : 'keys')
    showDetail({ target: targetOf(row), review: false })
  }
  return (
    <>
      <Facts facts={detailFacts(row, profile)} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={open}>
          {row.kind === 'system' ? 'Open in Systems' : 'Open in Keys'}
        </Button>
      </div>
    </>
  )
}

const effectsOf = {
  key: ['reveal', 'suspend', 'rotate', 'expire', 'revoke', 'delete'],
  system: ['delete'],
} as const

type EditableProps = PartProps & { readonly onManage: () => void }

const Editable = ({ row, profile, onManage }: EditableProps): ReactNode => {
  const whyNot = useWhyNot(row.environment)
  const [editing, setEditing] = useState(false)
  if (editing) return <EditKeyForm {...{ row, profile, onDone: () => setEditing(false) }} />
  const edits =
    isOffered('describe', profile) && !isOffered('rename', profile) ? 'describe' : 'rename'
  const edit = (
    <GuardedButton
      variant="default"
      reason={whyNot(edits, row.state)}
      onClick={() => setEditing(true)}
    >
      Edit
    </GuardedButton>
  )
  return (
    <>
      <HandOffSteps {...{ row, profile }} />
      <KeyProof {...{ row, profile }} />
      <Facts facts={detailFacts(row, profile)} />
      <div className={classes.buttons}>
        {row.kind === 'system' && <Button onClick={onManage}>{manageText(profile)}</Button>}
        {isOffered(edits, profile) && edit}
        <KeyEffects {...{ row, profile, effects: effectsOf[row.kind] }} />
        {!isOffered(edits, profile) && isShown(edits, profile) && edit}
      </div>
    </>
  )
}

/** The details as a form, and what ends the key apart from it. */
const DetailForm = ({ row, profile }: PartProps) => {
  const heading = useId()
  return (
    <>
      <HandOffSteps {...{ row, profile }} />
      <EditKeyForm {...{ row, profile, inPlace: true, onDone: () => {} }} />
      <KeyProof {...{ row, profile }} />
      <Facts facts={factsBesideForm(row, profile)} />
      <div className={classes.buttons}>
        <KeyEffects {...{ row, profile, effects: ['reveal', 'rotate', 'expire', 'revoke'] }} />
      </div>
      {isShown('delete', profile) && (
        <section className={classes.section} aria-labelledby={heading}>
          <h3 className={classes.heading} id={heading}>
            <PlainText text={wordsFor('delete', profile).label} />
          </h3>
          <p className={classes.text}>
            <PlainText text={consequence('delete', row, profile)} longest={1000} />
          </p>
          <KeyEffects {...{ row, profile, effects: ['delete'] }} />
        </section>
      )}
    </>
  )
}
