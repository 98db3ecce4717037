import type { Scope } from '../domain/key.ts'
import type { LockState } from '../domain/lock.ts'
import type { SyncState } from '../domain/sync.ts'
import { app } from './app.ts'
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { files } from './files.ts'
import { handOffs } from './hand-offs.ts'
import { keys } from './keys.ts'
import { proofs } from './proofs.ts'
import { reveals } from './reveals.ts'

export const contract = { app, audit, connections, files, handOffs, keys, proofs, reveals }
export type AppContract = typeof contract

/** What main tells the page unasked. Not parsed: main made it. */
export type Events = {
  readonly 'keys-changed': Scope
  readonly 'sync-changed': SyncState
  readonly 'connections-changed': null
  readonly 'reveals-changed': null
  readonly 'activity-changed': null
  readonly 'hand-offs-changed': null
  readonly 'proofs-changed': null
  readonly 'lock-changed': LockState
}
