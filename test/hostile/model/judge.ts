import type { KeyRow } from '../../../src/shared/contract/keys.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import { findCanaries, listOf } from '../invariants.ts'
import type { World } from '../world.ts'
import type { Book, Sighting, Wish } from './book.ts'
import type { Stage } from './stage.ts'
import type { Deed, TrueKey } from './truth.ts'

/** What is wrong, in words for whoever looks for it; all empty where everything holds. */
export type Verdict = {
  /** More secrets were made than were wished for. */
  readonly duplicates: readonly string[]
  /** A secret lives that nobody has seen, and of which nothing tells. */
  readonly orphans: readonly string[]
  /** A secret that somebody has in hand does not open what it should. */
  readonly lost: readonly string[]
  /** The application did what nobody had told it to, there or at all. */
  readonly unasked: readonly string[]
  /** Where the list is not the service's. */
  readonly unlike: readonly string[]
  /** What was said of a wish whose answer was lost is not so. */
  readonly misread: readonly string[]
  readonly canaries: readonly string[]
  readonly faults: readonly string[]
}

export type Case = {
  readonly stage: Stage
  readonly world: World
  readonly book: Book
  /** The last deed before the schedule, and how many secrets had been made. */
  readonly since: { readonly deed: number; readonly made: number }
  /** What nobody caught in the runs before this one. */
  readonly faults: readonly unknown[]
}

const own = (token: string): boolean => token.endsWith('-admin')
const makes = ['create', 'generate', 'rotate', 'create-system']

/** Compares what the application has and tells with what the service has and did, while nothing is under way. */
export const judge = async (of: Case): Promise<Verdict> => {
  const { stage, world, book, since } = of
  const deeds = stage.truth.deedsAfter(since.deed)
  const keys = stage.truth.keys()
  const told = await toldOf(world)
  const isAccounted = ({ intent }: Wish) =>
    book.hasSeen(intent) || book.closed.has(intent) || told.has(intent)
  const secrets = secretsOf(of)
  return {
    duplicates: excessOf(deeds, wishedFor(book)),
    orphans: orphansOf(of, deeds, keys)
      .filter(({ wishes }) => !wishes.some(isAccounted))
      .map(named),
    lost: await lostOf(of, keys),
    unasked: unaskedOf(book, deeds),
    unlike: (await Promise.all(world.scopes.map(one => unlikeOf(of, one, keys)))).flat(),
    misread: book.misread,
    canaries: await findCanaries({ ...world, canaries: () => secrets }),
    faults: [...of.faults, ...world.faults].map(String),
  }
}

const secretsOf = ({ stage, since }: Case): readonly string[] => [
  ...Object.values(stage.service.tokens),
  ...stage.front.made.slice(since.made).map(({ secret }) => secret),
]

const toldOf = async ({ client }: World): Promise<ReadonlySet<string>> => {
  const [pending, open] = [await client.reveals.pending(null), await client.reveals.open(null)]
  return new Set([...pending.map(({ intent }) => intent), ...open.map(({ id }) => id)])
}

/** What is made once: a key by its name, another secret by the key that gets it. */
const subjectOf = ({ action, environment, key, name }: Deed): string =>
  `${environment} ${action} ${action.startsWith('create') ? name : key}`

const counted = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((all, name) => all.set(name, (all.get(name) ?? 0) + 1), new Map<string, number>())

const wishedFor = (book: Book) =>
  counted([
    ...[...book.wishes.values()].map(
      ({ environment, kind, target, name }) => `${environment} ${kind} ${target ?? name}`,
    ),
    ...book.orders
      .filter(({ action }) => action === 'create-system')
      .map(({ environment, action, key }) => `${environment} ${action} ${key}`),
  ])

/** What was done more often than `allowed`. */
const excessOf = (deeds: readonly Deed[], allowed: ReadonlyMap<string, number>) => {
  const done = counted(
    deeds.filter(({ token, action }) => own(token) && makes.includes(action)).map(subjectOf),
  )
  return [...done].filter(([name, times]) => times > (allowed.get(name) ?? 0)).map(([name]) => name)
}

type Living = { readonly key: TrueKey; readonly wishes: readonly Wish[] }

const named = ({ key: { environment, id, name }, wishes }: Living): string =>
  `${environment} ${id} ${name}, by ${wishes.map(({ intent }) => intent).join(' or ')}`

/** Secrets of the application's making that open something and that nobody has seen, with the wishes they may be of. */
const orphansOf = (
  { stage, book, since }: Case,
  deeds: readonly Deed[],
  keys: readonly TrueKey[],
): readonly Living[] => {
  const living = keys.filter(({ revoked, mask }) => !revoked && mask !== null)
  return living.flatMap(key => {
    const makings = deeds.filter(deed => deed.key === key.id && makes.includes(deed.action))
    const last = makings.at(-1)
    const isSeen = book.sightings.some(one => one.key === key.id && one.mask === key.mask)
    if (!last || !own(last.token) || isSeen) return []
    const isOf = ({ kind, target, name }: Wish) =>
      kind === last.action && (kind === 'create' ? name === last.name : target === key.id)
    const wishes = [...book.wishes.values()].filter(isOf)
    // Which of them it was the front knows, unless the service died before it said so.
    const made = stage.front.made.slice(since.made).filter(one => one.key === key.id)
    const secrets = new Set(made.map(({ secret }) => secret))
    const isWhole =
      secrets.size ===
      makings.filter(({ token, action }) => own(token) && action !== 'create-system').length
    const newest = made.findLast(({ secret }) => secret === [...secrets].at(-1))
    return [
      { key, wishes: isWhole ? wishes.filter(({ intent }) => intent === newest?.intent) : wishes },
    ]
  })
}

const verdicts: Readonly<Record<string, string>> = { active: 'VALID', suspended: 'SUSPENDED' }

/** A secret in hand opens its key for as long as that has it. */
const lostOf = async ({ stage, book }: Case, keys: readonly TrueKey[]) => {
  const present = ({ key, mask }: Sighting) =>
    keys.find(({ id, mask: now, revoked }) => id === key && now === mask && !revoked)
  const latest = [...new Map(book.sightings.map(one => [`${one.key} ${one.mask}`, one])).values()]
  const heard = await Promise.all(
    latest.map(async sighting => {
      const key = present(sighting)
      if (!key) return null
      const said = await stage.service.verify(sighting.environment, sighting.secret)
      const code = said instanceof Object && 'code' in said ? said.code : said
      return code === verdicts[key.status] ? null : `${key.id} ${key.name}: ${code}`
    }),
  )
  return heard.filter(one => one !== null)
}

const unaskedOf = (book: Book, deeds: readonly Deed[]): readonly string[] => {
  const done = deeds.filter(({ token, action }) => own(token) && !makes.includes(action))
  const undone = [...book.abandoned].flatMap(intent => {
    const wish = book.wishes.get(intent)
    if (!wish) return []
    const { environment, kind, name, target } = wish
    const made = deeds.find(deed => deed.action === kind && deed.name === name)
    const action = kind === 'create' ? 'delete' : 'revoke'
    return [`${environment} ${action} ${target ?? made?.key}`]
  })
  const ordered = book.orders.map(
    ({ environment, action, key }) => `${environment} ${action} ${key}`,
  )
  const allowed = counted([...ordered, ...undone])
  return [...counted(done.map(({ environment, action, key }) => `${environment} ${action} ${key}`))]
    .filter(([name, times]) => times > (allowed.get(name) ?? 0))
    .map(([name]) => name)
}

const unlikeOf = async (
  { world }: Case,
  scope: World['scopes'][number],
  keys: readonly TrueKey[],
): Promise<readonly string[]> => {
  // The first may join a read that met the trouble.
  await world.client.keys.refresh(scope)
  const { phase, error } = await world.client.keys.refresh(scope)
  const served = keys.filter(({ environment }) => environment === scope.environment)
  const listed = await listOf(world, scope)
  const [here, there] = [listed.map(shownLine).sort(), served.map(servedLine).sort()]
  return [
    ...(phase === 'live' ? [] : [`${scope.environment} is ${phase}: ${error?.code}`]),
    ...here.filter(line => !there.includes(line)).map(line => `only here: ${line}`),
    ...there.filter(line => !here.includes(line)).map(line => `only there: ${line}`),
  ]
}

const shownLine = ({ environment, id, name, mask, state }: KeyRow): string =>
  lineOf(environment, id, name, mask, state)

const servedLine = ({ environment, id, name, mask, status, revoked }: TrueKey): string =>
  lineOf(environment, id, name, mask, revoked ? 'revoked' : mask === null ? 'absent' : status)

const lineOf = (environment: Environment, ...rest: readonly (string | null)[]): string =>
  [environment, ...rest].join(' | ')
