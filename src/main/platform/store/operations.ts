import type { Notice } from '../../../shared/domain/notice.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import type { Store } from '../../services/ports.ts'

type Domain = Exclude<keyof Store, 'notices' | 'readOnly' | 'close'>

/** Every call that crosses to the worker. A `write` is refused as a whole while the file takes none. */
const operations = {
  connections: { list: 'read', put: 'write', delete: 'write' },
  profiles: { get: 'read', put: 'write' },
  keys: {
    window: 'read',
    counts: 'read',
    owners: 'read',
    gone: 'read',
    get: 'read',
    sameName: 'read',
    namesakes: 'read',
    nextExpiry: 'read',
    put: 'write',
    delete: 'write',
    state: 'read',
    revision: 'read',
    inBoth: 'read',
    begin: 'write',
    progress: 'read',
    page: 'write',
    finish: 'write',
    unseen: 'read',
    apply: 'write',
  },
  intents: { put: 'write', replace: 'write', get: 'read', issued: 'read', open: 'read' },
  handOffs: { put: 'write', get: 'read', delete: 'write', open: 'read' },
  activity: { append: 'write', list: 'read' },
} as const satisfies {
  readonly [D in Domain]: { readonly [M in keyof Store[D]]: 'read' | 'write' }
}

/** `keys.window` and its like, each with what it does. */
export const operationKinds: ReadonlyMap<string, 'read' | 'write'> = new Map(
  Object.entries(operations).flatMap(([domain, methods]) =>
    Object.entries(methods).map(([method, kind]) => [`${domain}.${method}`, kind] as const),
  ),
)

type Synchronous<F> = F extends (...input: infer Input) => Promise<infer Output>
  ? (...input: Input) => Output
  : never

/** Work in slices of a few ms each, between which others are answered. */
export type Slices<T> = Generator<undefined, T>

type Sliced<F> = F extends (...input: infer Input) => Promise<infer Output>
  ? (...input: Input) => Slices<Output>
  : never

type Counting = 'counts'

/** The `Store` as it is inside the worker, where SQLite answers at once, or counts in slices. */
export type Backend = {
  readonly [D in Exclude<Domain, 'keys'>]: {
    readonly [M in keyof Store[D]]: Synchronous<Store[D][M]>
  }
} & {
  readonly keys: {
    readonly [M in Exclude<keyof Store['keys'], Counting>]: Synchronous<Store['keys'][M]>
  } & { readonly [M in Counting]: Sliced<Store['keys'][M]> }
}

export type ToWorker =
  | {
      readonly kind: 'call'
      readonly id: number
      /** `keys.window` */
      readonly operation: string
      readonly input: readonly unknown[]
      /** The time of the call, in ms since 1970 UTC: one clock says what has expired. */
      readonly now: number
    }
  | { readonly kind: 'close' }

/** `bug` is whatever is no `AppError`: it becomes an incident in main. */
export type FromWorker =
  | { readonly kind: 'opened'; readonly notices: readonly Notice[]; readonly readOnly: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorInfo }
  | { readonly kind: 'bug'; readonly id: number; readonly message: string }
