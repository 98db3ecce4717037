import { randomUUID } from 'node:crypto'
import type { KeyRow } from '../../../src/shared/contract/keys.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { Reveal } from '../../../src/shared/domain/intent.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { assertNever, type ErrorInfo, infoOf } from '../../../src/shared/error.ts'
import { listOf } from '../invariants.ts'
import type { World } from '../world.ts'
import type { Book } from './book.ts'
import type { HurriedClock } from './hurried-clock.ts'
import type { Stage } from './stage.ts'
import type { Act } from './steps.ts'

/** Where an act is done: it is the person at this run of the application. */
export type Scene = {
  readonly stage: Stage
  readonly world: World
  readonly book: Book
  readonly clock: HurriedClock
  readonly here: () => Environment
  readonly go: (environment: Environment) => void
}

/** Errors after which nothing of a wish is left to have, and which say so. */
const lastWords = ['changed-elsewhere', 'conflict', 'name-taken']

export const tried = async <T>(
  work: () => Promise<T>,
): Promise<
  { readonly value: T; readonly error: null } | { readonly value: null; readonly error: ErrorInfo }
> => {
  try {
    return { value: await work(), error: null }
  } catch (cause) {
    const error = infoOf(cause)
    if (error === null) throw cause
    return { value: null, error }
  }
}

export const perform = async (scene: Scene, act: Act): Promise<void> => {
  switch (act.do) {
    case 'create':
      return create(scene, act.twice)
    case 'create-system':
      return createSystem(scene)
    case 'generate':
    case 'rotate':
      return remake(scene, act)
    case 'suspend':
    case 'resume':
    case 'revoke':
    case 'delete':
    case 'rename':
      return change(scene, act)
    case 'look':
    case 'recover':
    case 'abandon':
    case 'stored':
    case 'dismiss':
      return finish(scene, act)
    case 'copy':
    case 'show':
    case 'acknowledge':
      return take(scene, act)
    case 'refresh':
      return void (await tried(() => scene.world.client.keys.refresh(scopeOf(scene))))
    case 'switch':
      return look(scene, scene.here() === 'preview' ? 'production' : 'preview')
    case 'wait':
      return scene.clock.advance(90_000)
    case 'lock':
      return lock(scene)
    case 'elsewhere':
      return elsewhere(scene, act)
    default:
      return assertNever(act)
  }
}

const scopeOf = ({ world, here }: Scene): Scope => world[here()]

/** What the window shows of an environment. */
export const look = async (
  { world, go }: Pick<Scene, 'world' | 'go'>,
  environment: Environment,
): Promise<void> => {
  go(environment)
  await tried(() => world.client.keys.watch({ scopes: [world[environment]] }))
}

const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from.length === 0 ? undefined : from[which % from.length]

const chosen = async (scene: Scene, which: number): Promise<KeyRow | undefined> =>
  pick(await listOf(scene.world, scopeOf(scene)), which)

const nameOf = (what: string): string => `${what} ${randomUUID().slice(0, 13)}`

const create = async (scene: Scene, twice: boolean): Promise<void> => {
  const { world, book } = scene
  const scope = scopeOf(scene)
  const [intent, name] = [randomUUID(), nameOf('key')]
  const { environment } = scope
  book.wish({ intent, kind: 'create', environment, name, target: null })
  const draft = { name, description: null, expiresAt: null }
  const send = () => tried(() => world.client.keys.create({ ...scope, intent, draft }))
  await Promise.all(twice ? [send(), send()] : [send()])
}

const createSystem = async (scene: Scene): Promise<void> => {
  const scope = scopeOf(scene)
  const name = nameOf('system')
  const draft = { name, description: null }
  scene.book.order({ ...scope, action: 'create-system', key: name })
  const intent = randomUUID()
  await tried(() => scene.world.client.keys.createSystem({ ...scope, intent, draft }))
}

const remake = async (
  scene: Scene,
  act: Extract<Act, { do: 'rotate' | 'generate' }>,
): Promise<void> => {
  const scope = scopeOf(scene)
  const row = await chosen(scene, act.which)
  if (!row) return
  const intent = randomUUID()
  const { id: target, name, version } = row
  scene.book.wish({ intent, kind: act.do, environment: scope.environment, name, target })
  const { generate, rotate } = scene.world.client.keys
  const wish = { ...scope, key: target, version, intent }
  await tried(() =>
    act.do === 'rotate'
      ? rotate({ ...wish, overlapSeconds: act.overlap ? 3600 : 0, told: false })
      : generate(wish),
  )
}

const change = async (
  scene: Scene,
  act: Extract<Act, { do: 'suspend' | 'resume' | 'revoke' | 'delete' | 'rename' }>,
): Promise<void> => {
  const scope = scopeOf(scene)
  const row = await chosen(scene, act.which)
  if (!row) return
  const { keys } = scene.world.client
  const target = { ...scope, key: row.id, version: row.version }
  scene.book.order({ ...scope, action: act.do, key: row.id })
  await tried<unknown>(() =>
    act.do === 'rename'
      ? keys.edit({ ...target, edit: { name: nameOf('renamed') } })
      : keys[act.do](target),
  )
}

/** The window of before is gone; the one of after looks at the same. */
const lock = async (scene: Scene): Promise<void> => {
  const { app } = scene.world.client
  await tried(() => app.lock({ anyway: true }))
  await tried(() => app.unlock(null))
  await look(scene, scene.here())
}

const finish = async (
  scene: Scene,
  { do: what, which }: Extract<Act, { do: 'recover' | 'look' | 'abandon' | 'stored' | 'dismiss' }>,
): Promise<void> => {
  const { reveals } = scene.world.client
  const open = await tried(() => reveals.open(null))
  const unfinished = pick(open.value ?? [], which)
  if (!unfinished) return
  const { id: intent, finding } = unfinished
  if (what === 'abandon') {
    const key = finding?.kind === 'made' ? pick(finding.keys, which) : undefined
    return abandon(scene, intent, key?.id ?? null)
  }
  if (what === 'recover') return void (await recover(scene, intent))
  if (what === 'look') return void (await find(scene, intent))
  // Nobody says so of a secret that they have never seen.
  if (what === 'stored' && !scene.book.hasSeen(intent)) return
  const { error } = await tried(() => reveals[what]({ intent }))
  if (error === null) scene.book.close(intent, what)
}

type At = Pick<Scene, 'world' | 'book'>

export const abandon = async (
  { world, book }: At,
  intent: string,
  key: string | null,
): Promise<void> => {
  book.abandon(intent)
  const { error } = await tried(() => world.client.reveals.abandon({ intent, key }))
  if (error === null || lastWords.includes(error.code)) book.close(intent, 'abandoned')
}

export const recover = async ({ world, book }: At, intent: string) => {
  const { value, error } = await tried(() => world.client.reveals.recover({ intent }))
  if (error && lastWords.includes(error.code)) book.close(intent, error.code)
  return value
}

/** Looks at the service for it: the keys it may have made; `gone` where nothing of it is left, or why that is not told. */
export const find = async (
  { world }: Pick<Scene, 'world'>,
  intent: string,
): Promise<{ readonly kind: string; readonly keys: readonly string[] }> => {
  const { value, error } = await tried(() => world.client.reveals.look({ intent }))
  // A look that was made by itself may have come first.
  if (error && error.code !== 'not-found') return { kind: `failed: ${error.code}`, keys: [] }
  if (!value) return { kind: 'gone', keys: [] }
  const { key, finding } = value
  if (key !== null) return { kind: 'known', keys: [key] }
  const keys = finding?.kind === 'made' ? finding.keys.map(({ id }) => id) : []
  return { kind: finding?.kind ?? 'nothing', keys }
}

const take = async (
  scene: Scene,
  act: Extract<Act, { do: 'copy' | 'show' | 'acknowledge' }>,
): Promise<void> => {
  const { reveals } = scene.world.client
  const pending = await tried(() => reveals.pending(null))
  const reveal = pick(pending.value ?? [], act.which)
  if (reveal) await takeOne(scene, act.do, reveal)
}

export const takeOne = async (
  { world, book }: Pick<Scene, 'world' | 'book'>,
  how: 'copy' | 'show' | 'acknowledge',
  { id, ...reveal }: Reveal,
): Promise<void> => {
  const { reveals } = world.client
  const { intent, environment, key, mask } = reveal
  const seen = { intent, environment, key, mask }
  if (how === 'show') {
    const { value } = await tried(() => reveals.show({ id }))
    if (value) book.see({ ...seen, secret: value.secret })
  }
  if (how === 'copy') {
    const { error } = await tried(() => reveals.copy({ id }))
    const copied = await world.clipboard.read()
    if (error === null && copied) book.see({ ...seen, secret: copied.expose() })
  }
  if (how === 'acknowledge' && book.hasSeen(intent)) await tried(() => reveals.acknowledge({ id }))
}

/** Past the front, whatever that does to requests. */
const elsewhere = async (
  { stage, here }: Scene,
  { what, which }: Extract<Act, { do: 'elsewhere' }>,
): Promise<void> => {
  const { service, truth, other } = stage
  const environment = here()
  const key = pick(
    truth.keys().filter(one => one.environment === environment),
    which,
  )
  if (!key) return
  const path = `/v1/environments/${environment}/keys/${key.id}`
  const [method, tail] = what === 'delete' ? ['DELETE', ''] : ['POST', `/${what}`]
  const body = what === 'rotate' ? { overlapSeconds: 0 } : undefined
  // It may be dead, or refuse.
  await service.ask(method, `${path}${tail}`, other, body).catch(() => undefined)
}
