import type { Connection, Trust } from '../../../src/shared/domain/connection.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { Intent, IntentKind } from '../../../src/shared/domain/intent.ts'
import type { Habit } from '../model/stage.ts'

/** What the program that is killed is to do, as JSON on its standard input: it names secrets. */
export type Task = {
  /** Where the world has its data, to which it was connected before. */
  readonly root: string
  readonly connection: Connection
  /** The keychain, account by account. */
  readonly vault: readonly (readonly [string, string])[]
  readonly tokens: Readonly<Record<Environment, string>>
  readonly place: { readonly url: string; readonly trust: Trust; readonly settings: object }
  readonly habit: Habit
  readonly kind: IntentKind
  readonly intent: string
  /** The key that is given a secret; null where it is made. */
  readonly target: string | null
  readonly description: string | null
  /** Where in the journal it dies; null where something else kills it. */
  readonly dies: { readonly side: 'before' | 'after'; readonly state: Intent['state'] } | null
}
