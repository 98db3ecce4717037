import { Button, Drawer } from '@mantine/core'
import { type ReactNode, useCallback, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { api } from '../../api/index.ts'
import { useLive } from '../../api/use-live.ts'
import { useProfile } from '../../api/use-profile.ts'
import {
  type Detail,
  isCovered,
  openDialog,
  showDetail,
  showPage,
  showScope,
  targetOf,
  useUi,
} from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useFocusBack } from '../../ui/use-focus.ts'
import { useWhyNot } from '../use-why-not.ts'
import { EditKeyForm } from './edit-key-form.tsx'
import { effectsFor } from './key-actions.tsx'
import classes from './key-detail.module.css'
import { allFacts, Facts } from './key-facts.tsx'

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
            {row ? <PlainText text={row.name} /> : 'API key'}
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
          {row && (detail.review ? <Reviewed row={row} /> : <Editable row={row} />)}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

const Reviewed = ({ row }: { readonly row: KeyRow }) => {
  const open = () => {
    showScope(row)
    showPage('keys')
    showDetail({ target: targetOf(row), review: false })
  }
  return (
    <>
      <Facts facts={allFacts(row, useProfile(row))} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={open}>
          Open in Keys
        </Button>
      </div>
    </>
  )
}

const Editable = ({ row }: { readonly row: KeyRow }): ReactNode => {
  const profile = useUi(state => state.profile)
  const whyNot = useWhyNot()
  const [editing, setEditing] = useState(false)
  if (editing) return <EditKeyForm row={row} onDone={() => setEditing(false)} />
  return (
    <>
      <Facts facts={allFacts(row, profile)} />
      <div className={classes.buttons}>
        <GuardedButton
          variant="default"
          reason={whyNot('rename', row.state)}
          onClick={() => setEditing(true)}
        >
          Edit
        </GuardedButton>
        {effectsFor(row).map(effect => (
          <GuardedButton
            key={effect}
            variant={effect === 'delete' ? 'light' : 'default'}
            {...(effect === 'delete' ? { color: 'red' } : {})}
            reason={whyNot(effect, row.state)}
            onClick={() => openDialog({ kind: 'change-key', effect, key: row })}
          >
            {wordsFor(effect, profile).label}
          </GuardedButton>
        ))}
      </div>
    </>
  )
}
