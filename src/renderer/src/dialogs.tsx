import { lazy, type ReactNode, Suspense } from 'react'
import { assertNever } from '../../shared/app-error.ts'
import type { Detail } from './state/dialog.ts'
import { useUi } from './state/ui.ts'

const CreateKey = lazy(async () => ({
  default: (await import('./features/keys/create/create-key-dialog.tsx')).CreateKeyDialog,
}))
const CreateSystem = lazy(async () => ({
  default: (await import('./features/keys/create/create-system-dialog.tsx')).CreateSystemDialog,
}))
const RotateKey = lazy(async () => ({
  default: (await import('./features/keys/change/rotate-key-dialog.tsx')).RotateKeyDialog,
}))
const ConfirmEdit = lazy(async () => ({
  default: (await import('./features/keys/detail/confirm-edit.tsx')).ConfirmEdit,
}))
const ExpireKey = lazy(async () => ({
  default: (await import('./features/keys/change/expire-key-dialog.tsx')).ExpireKeyDialog,
}))
const CopyKey = lazy(async () => ({
  default: (await import('./features/keys/copy/copy-key-dialog.tsx')).CopyKeyDialog,
}))
const CheckKey = lazy(async () => ({
  default: (await import('./features/keys/check/check-key-dialog.tsx')).CheckKeyDialog,
}))
const ChangeKey = lazy(async () => ({
  default: (await import('./features/keys/change/change-key-dialog.tsx')).ChangeKeyDialog,
}))
const KeyDetail = lazy(async () => ({
  default: (await import('./features/keys/detail/key-detail.tsx')).KeyDetail,
}))
const ExportList = lazy(async () => ({
  default: (await import('./features/export/export-list-dialog.tsx')).ExportListDialog,
}))
const Diagnostics = lazy(async () => ({
  default: (await import('./features/export/diagnostics-dialog.tsx')).DiagnosticsDialog,
}))
const GoneKeys = lazy(async () => ({
  default: (await import('./features/keys/gone/gone-dialog.tsx')).GoneDialog,
}))
const Help = lazy(async () => ({
  default: (await import('./features/help/help-dialog.tsx')).HelpDialog,
}))
const RevealKey = lazy(async () => ({
  default: (await import('./features/reveal/reveal-dialog.tsx')).RevealDialog,
}))
const Abandon = lazy(async () => ({
  default: (await import('./features/reveal/abandon-dialog.tsx')).AbandonDialog,
}))
const LockQuestion = lazy(async () => ({
  default: (await import('./features/lock/lock-question.tsx')).LockQuestion,
}))
const AddConnection = lazy(async () => ({
  default: (await import('./features/connections/add-connection-dialog.tsx')).AddConnectionDialog,
}))
const EditConnection = lazy(async () => ({
  default: (await import('./features/connections/edit-connection-dialog.tsx')).EditConnectionDialog,
}))
const RemoveConnection = lazy(async () => ({
  default: (await import('./features/connections/remove-connection-dialog.tsx'))
    .RemoveConnectionDialog,
}))
const Authenticate = lazy(async () => ({
  default: (await import('./features/connections/authenticate-dialog.tsx')).AuthenticateDialog,
}))

/**
 * What lies over the page: the drawer of a key, one dialog, above both a secret that waits, and the question whether to
 * lock meanwhile.
 */
export const Dialogs = () => {
  const detail = useUi(state => state.detail)
  const reveal = useUi(state => state.reveals[0])
  const lockAsked = useUi(state => state.lockAsked)
  return (
    <>
      <Suspense>{detail && <KeyDetail key={nameOf(detail)} detail={detail} />}</Suspense>
      <Suspense>
        <OpenDialog />
      </Suspense>
      <Suspense>{reveal && <RevealKey key={reveal.id} reveal={reveal} />}</Suspense>
      <Suspense>{lockAsked && <LockQuestion />}</Suspense>
    </>
  )
}

/** The same key id may occur in two services, and in two environments of one. */
const nameOf = ({ target: { connection, environment, key } }: Detail): string =>
  `${connection} ${environment} ${key}`

const OpenDialog = (): ReactNode => {
  const dialog = useUi(state => state.dialog)
  switch (dialog.kind) {
    case 'none':
      return null
    case 'create-key':
      return <CreateKey scope={dialog.scope} again={dialog.again ?? null} />
    case 'change-key':
      return <ChangeKey effect={dialog.effect} row={dialog.key} />
    case 'create-system':
      return <CreateSystem scope={dialog.scope} />
    case 'rotate-key':
      return <RotateKey row={dialog.key} />
    case 'confirm-edit':
      return <ConfirmEdit dialog={dialog} />
    case 'expire-key':
      return <ExpireKey row={dialog.key} />
    case 'copy-key':
      return <CopyKey row={dialog.key} />
    case 'check-key':
      return <CheckKey scope={dialog.scope} />
    case 'export-list':
      return <ExportList listed={dialog.listed} />
    case 'gone-keys':
      return <GoneKeys scope={dialog.scope} kind={dialog.of} />
    case 'diagnostics':
      return <Diagnostics />
    case 'help':
      return <Help />
    case 'abandon':
      return <Abandon intent={dialog.intent} found={dialog.key} again={dialog.again} />
    case 'add-connection':
      return <AddConnection connector={dialog.connector ?? null} />
    case 'edit-connection':
      return <EditConnection connection={dialog.connection} />
    case 'remove-connection':
      return <RemoveConnection connection={dialog.connection} />
    case 'authenticate':
      return <Authenticate connection={dialog.connection} environment={dialog.environment} />
    default:
      return assertNever(dialog)
  }
}
