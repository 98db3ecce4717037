import { Button, Drawer } from '@mantine/core'
import { type ReactNode, useCallback, useId, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { isOffered } from '../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { api } from '../../api/index.ts'
import { useLive } from '../../api/use-live.ts'
import {
  type Detail,
  isCovered,
  showDetail,
  showPage,
  showScope,
  targetOf,
  useUi,
} from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useFocusBack } from '../../ui/use-focus.ts'
import { useKnownProfile } from '../use-known-profile.ts'
import { useWhyNot } from '../use-why-not.ts'
import { EditKeyForm } from './edit-key-form.tsx'
import { HandOffSteps } from './hand-off-steps.tsx'
import classes from './key-detail.module.css'
import { KeyEffects } from './key-effects.tsx'
import { detailFacts, Facts, factsBesideForm } from './key-facts.tsx'
import { ManageKey } from './manage-key.tsx'

const close = () => showDetail(null)

/** One key, whole. */
export const KeyDetail = ({ detail }: { readonly detail: Detail }) => {
  const { connection, environment, key } = detail.target
  const load = useCallback(
    () => api.keys.get({ connection, environment, key }),
    [connection, environment, key],
  )
  const { live } = useLive(load, ['keys-changed'])
  // A dialog above has the focus and Escape to itself.
  const beneath = useUi(isCovered)
  const row = live.kind === 'ready' ? live.value : null
  const profile = useKnownProfile(detail.target)
  useFocusBack()
  return (
    <Drawer.Root
      {...{ opened: true, position: 'right', size: 440, padding: 0, onClose: close }}
      closeOnEscape={!beneath}
      trapFocus={!beneath}
      returnFocus={false}
      transitionProps={{ duration: 120 }}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <div className={classes.header} data-environment={environment}>
          <Drawer.Title className={classes.title}>
            <Title row={row} profile={profile} />
          </Drawer.Title>
          <EnvironmentBadge environment={environment} strong />
          <Drawer.CloseButton className={classes.close} aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body}>
          {live.kind === 'loading' && <Skeleton />}
          {live.kind === 'failed' && <ErrorAlert error={live.error} />}
          {live.kind === 'ready' && row === null && (
            <ErrorAlert error={{ code: 'not-found', what: 'key' }} />
          )}
          {row &&
            (detail.review ? (
              <Reviewed row={row} profile={profile} />
            ) : (
              <Shown {...{ row, profile, detail }} />
            ))}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

type PartProps = { readonly row: KeyRow; readonly profile: Profile | null }

/** What the service calls these details, and whose they are. */
const Title = ({ row, profile }: Omit<PartProps, 'row'> & { readonly row: KeyRow | null }) => {
  if (!row) return 'API key'
  const kind = profile?.kinds[row.kind]?.detail ?? null
  return (
    <>
      {kind && (
        <span className={classes.kind}>
          <PlainText text={kind} />
        </span>
      )}{' '}
      <PlainText text={row.name} />
    </>
  )
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

type ShownProps = PartProps & { readonly detail: Detail }

const Shown = ({ row, profile, detail }: ShownProps): ReactNode => {
  const view = (to: NonNullable<Detail['view']>) => () => showDetail({ ...detail, view: to })
  if (row.kind === 'system' && detail.view === 'manage')
    return <ManageKey {...{ row, profile, onBack: view('facts') }} />
  if (row.kind === 'key' && profile?.presentation.statusField)
    return <DetailForm {...{ row, profile }} />
  return <Editable {...{ row, profile, onManage: view('manage') }} />
}

const effectsOf = {
  key: ['suspend', 'rotate', 'expire', 'revoke', 'delete'],
  system: ['delete'],
} as const

type EditableProps = PartProps & { readonly onManage: () => void }

const Editable = ({ row, profile, onManage }: EditableProps): ReactNode => {
  const whyNot = useWhyNot(row.environment)
  const [editing, setEditing] = useState(false)
  if (editing) return <EditKeyForm {...{ row, profile, onDone: () => setEditing(false) }} />
  const edits = isOffered('rename', profile) ? 'rename' : 'describe'
  return (
    <>
      <HandOffSteps {...{ row, profile }} />
      <Facts facts={detailFacts(row, profile)} />
      <div className={classes.buttons}>
        {row.kind === 'system' && <Button onClick={onManage}>Manage API key</Button>}
        {isOffered(edits, profile) && (
          <GuardedButton
            variant="default"
            reason={whyNot(edits, row.state)}
            onClick={() => setEditing(true)}
          >
            Edit
          </GuardedButton>
        )}
        <KeyEffects {...{ row, profile, effects: effectsOf[row.kind] }} />
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
      <Facts facts={factsBesideForm(row, profile)} />
      <div className={classes.buttons}>
        <KeyEffects {...{ row, profile, effects: ['rotate', 'expire', 'revoke'] }} />
      </div>
      {isOffered('delete', profile) && (
        <section className={classes.section} aria-labelledby={heading}>
          <h3 className={classes.heading} id={heading}>
            Delete
          </h3>
          <KeyEffects {...{ row, profile, effects: ['delete'] }} />
        </section>
      )}
    </>
  )
}
