import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import { defaultPreferences, type Preferences } from '../../shared/domain/preferences.ts'
import type { Clock } from '../base/clock.ts'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'
import type { Connector } from '../connectors/connector.ts'
import { createAudit } from './audit.ts'
import { type Copies, createCopies } from './clipboard-copies.ts'
import { createConnections } from './connections/index.ts'
import { createCopyAgain } from './copy-again.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { createFiles } from './files.ts'
import { createHandOffs } from './hand-offs.ts'
import { createIssuing, type Issuing } from './issue-secret.ts'
import { createKeys } from './keys.ts'
import { createLock, emitUnlessLocked } from './lock.ts'
import { createOwnChanges } from './own-changes.ts'
import type {
  BuiltInService,
  ChooseFile,
  Clipboard,
  CopyNote,
  Emit,
  Machine,
  OpenPage,
  Screen,
  Store,
  Vault,
} from './ports.ts'
import { createProofs, type Proofs } from './proofs.ts'
import { createReveals } from './reveals.ts'
import { type Connect, type ConnectorOf, createOpenScope } from './scopes.ts'
import { createSync, type Sync } from './sync.ts'
import { createVisible } from './visible.ts'

/** What the services need of the machine and of the key services. */
export type ServicesParts = {
  readonly store: Store
  readonly vault: Vault
  readonly builtIn: BuiltInService
  readonly clipboard: Clipboard
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly connectors: readonly Connector[]
  readonly openPage: OpenPage
  readonly connect: Connect
} & Partial<WindowParts>

/** What there is beside a window only. */
type WindowParts = {
  readonly chooseFile: ChooseFile
  readonly machine: Machine
  readonly screen: Screen
  readonly note: CopyNote
  readonly preferences: () => Preferences
}

export const windowless: WindowParts = {
  chooseFile: async () => null,
  machine: { version: 'none', facts: () => [], logTail: async () => [] },
  screen: { protect: () => undefined, renew: () => undefined, onGone: () => undefined },
  note: { keep: async () => undefined, holds: async () => false },
  preferences: () => defaultPreferences,
}

/** What the application does, put together in one place: here and in the tests only the parts differ. */
export const createServices = (parts: ServicesParts) => {
  const { store, vault, builtIn, clipboard, clock, log, connect, connectors, openPage } = parts
  const { screen, note, preferences, chooseFile, machine } = { ...windowless, ...parts }
  const tell = emitUnlessLocked(parts.emit, () => lock)
  const emit = hearingOf(tell, scope => issuing.attend(scope))
  const connectorOf: ConnectorOf = id => connectors.find(({ info }) => info.id === id) ?? null
  const [isLocked, untilLocked] = [() => lock.isLocked(), () => lock.untilLocked()]
  const credentials = createCredentials(vault, () => !isLocked())
  const scopes = { store, credentials, builtIn, connectorOf, connect }
  const base = {
    ...{ store, clock, emit, log, isLocked, untilLocked },
    ...{ open: createOpenScope(scopes), ownChanges: createOwnChanges() },
  }
  const sync = createSync(base)
  const copies = createCopies({
    ...{ clipboard, note, clock, log },
    seconds: () => preferences().clipboardSeconds,
    mayCopy: () => !isLocked(),
  })
  const visible = createVisible(screen)
  const reveals = createReveals({ ...base, copies, visible })
  const handOffs = createHandOffs(base)
  const proofs = createProofs({ ...base, clipboard })
  const changing = { ...base, onDoubt: sync.doubt, onRefused: sync.recheck }
  const forget = (connection: ConnectionId): void => {
    sync.forget(connection)
    proofs.forgetConnection(connection)
  }
  const reach = (scope: Scope): void => {
    sync.wake(scope)
    proofs.letGo(scope)
    issuing.reach(scope)
  }
  const issuing = createIssuing({ ...changing, reveals, handOffs, connectorOf })
  const connections = createConnections({
    ...{ ...scopes, connectors, openPage, emit, log, now: clock.now, untilLocked },
    ...{ onReachable: reach, onRemoved: forget },
  })
  const lock = createLock({
    emit: parts.emit,
    waiting: () => reveals.pending().length,
    letGo: letGoOf({ sync, issuing, proofs, credentials, copies, screen, log }),
  })
  return {
    ...{ sync, reveals, visible, handOffs, connections, proofs, lock },
    copyAgain: createCopyAgain({ ...base, copies }),
    ...{ clearClipboard: copies.clear, recoverClipboard: copies.recover },
    keys: createKeys({ ...changing, clipboard, endHandOff: handOffs.end, proofs }),
    issuing: {
      ...issuing,
      /** A system that has a key again is not asked about the one before. */
      generate: async (wish: Parameters<typeof issuing.generate>[0]) => {
        proofs.forget(wish)
        return issuing.generate(wish)
      },
    },
    audit: createAudit(changing),
    files: createFiles({
      ...{ store, clock, machine, chooseFile },
      ...{ connections: connections.list, stateOf: sync.state, isLocked },
    }),
  }
}

/** Tells `onKeys` too of every scope whose cached keys have changed. */
const hearingOf =
  (emit: Emit, onKeys: (scope: Scope) => Promise<void>): Emit =>
  (name, data) => {
    emit(name, data)
    // With this name the data is a scope: the compiler does not see which of the names it is.
    if (name === 'keys-changed') void onKeys(data as Scope)
  }

type Held = {
  readonly sync: Pick<Sync, 'pause'>
  readonly issuing: Pick<Issuing, 'rest'>
  readonly proofs: Pick<Proofs, 'rest'>
  readonly credentials: Pick<Credentials, 'drop'>
  readonly copies: Copies
  readonly screen: Screen
  readonly log: Log
}

/** What a locked application holds no longer. New secrets stay in main: they would be lost. */
const letGoOf = (held: Held) => (): void => {
  held.sync.pause()
  held.issuing.rest()
  held.proofs.rest()
  held.credentials.drop()
  void held.copies.clear().catch(cause => held.log('clipboard-not-cleared', faultOf(cause)))
  held.screen.renew()
}

export type Services = ReturnType<typeof createServices>
