import type { Environment } from '../../../shared/domain/environment.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { KeyId, type KeyRecord, keyKinds, keyStates } from '../../../shared/domain/key.ts'
import { type Verdict, verdicts } from '../../../shared/domain/verdict.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { AuditPage, ChangePage, KeyChange, KeyPage } from '../connector.ts'
import { maskOf } from '../mask.ts'
import { eachRow, instant, parse } from '../parse.ts'

// RFC 9110, section 8.8.3: sent back as a header, in which nothing else may stand.
const validator = z.string().regex(/^[!-~][ -~]{0,4095}$/)

// Only what is used is demanded, so that a newer service does not break this application.
const Key = z.object({
  id: KeyId,
  kind: z.string().nullish(),
  name: z.string(),
  description: z.string().nullish(),
  mask: z.string().nullish(),
  status: z.string(),
  environment: z.string(),
  createdAt: instant.nullish(),
  createdBy: z.string().nullish(),
  updatedAt: instant.nullish(),
  lastUsedAt: instant.nullish(),
  usageCount: z.number().int().nonnegative().nullish(),
  expiresAt: instant.nullish(),
  previousUntil: instant.nullish(),
  etag: validator.nullish(),
})
type Key = z.infer<typeof Key>

/** Of what is neither a key nor a system, no status means what it means here. */
const kindAndState = ({ kind, status }: Key): Pick<KeyRecord, 'kind' | 'state'> => {
  const known = keyKinds.find(candidate => candidate === (kind ?? 'key'))
  const state = keyStates.find(candidate => candidate === status) ?? 'unknown'
  return known ? { kind: known, state } : { kind: 'key', state: 'unknown' }
}

const toRecord = (key: Key): KeyRecord => ({
  id: key.id,
  ...kindAndState(key),
  name: key.name,
  mask: maskOf(key.mask),
  description: key.description ?? null,
  createdAt: key.createdAt ?? null,
  createdBy: key.createdBy ?? null,
  updatedAt: key.updatedAt ?? null,
  lastUsedAt: key.lastUsedAt ?? null,
  usageCount: key.usageCount ?? null,
  expiresAt: key.expiresAt ?? null,
  previousUntil: key.previousUntil ?? null,
  version: key.etag ?? null,
})

/** A key of another environment than the one that was asked is refused, whatever else the answer says. */
const recordIn = (environment: Environment) => (key: Key) => {
  if (key.environment !== environment) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return toRecord(key)
}

/** What an answer must be of; a null `id` is a new key's. */
type Asked = { readonly environment: Environment; readonly id: KeyId | null }

const recordOf = ({ environment, id }: Asked, key: Key): KeyRecord => {
  if (id !== null && key.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return recordIn(environment)(key)
}

export const keyOf = (body: unknown, asked: Asked): KeyRecord => recordOf(asked, parse(Key, body))

const Created = z.object({ key: Key, secret: z.string().min(1) })

export const createdOf = (body: unknown, asked: Asked) => {
  const { key, secret } = parse(Created, body)
  return { key: recordOf(asked, key), secret }
}

const Page = z.object({
  data: z.array(z.unknown()),
  nextCursor: z.string().nullable(),
  total: z.number().int().nonnegative().nullish(),
  changes: z.string().nullish(),
})

export const pageOf = async (body: unknown, environment: Environment): Promise<KeyPage> => {
  const page = parse(Page, body)
  return {
    keys: await eachRow(page.data, row => keyOf(row, { environment, id: null })),
    next: page.nextCursor,
    total: page.total ?? null,
    truncated: false,
    changes: page.changes ?? null,
  }
}

// So many parts would make more requests than pages.
const mostCursors = 64
const Shards = z.object({ cursors: z.array(z.string().min(1)).min(1).max(mostCursors) })

export const shardsOf = (body: unknown): readonly string[] => parse(Shards, body).cursors

const Change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('upsert'), key: Key }),
  z.object({ type: z.literal('delete'), id: KeyId, deletedAt: instant }),
])
const Typed = z.object({ type: z.string() })
const changeTypes: readonly string[] = Change.options.map(({ shape }) => shape.type.value)
const Changes = z.object({
  data: z.array(z.unknown()),
  nextCursor: z.string(),
  more: z.boolean(),
})

/** What a later service tells of besides is skipped; a change of a known type must be whole. */
export const changesOf = async (body: unknown, environment: Environment): Promise<ChangePage> => {
  const page = parse(Changes, body)
  const changes = await eachRow(page.data, said => changeOf(said, environment))
  const known = changes.filter(change => change !== null)
  return { kind: 'changes', changes: known, next: page.nextCursor, more: page.more }
}

const changeOf = (said: unknown, environment: Environment): KeyChange | null => {
  if (!changeTypes.includes(parse(Typed, said).type)) return null
  const change = parse(Change, said)
  return change.type === 'upsert'
    ? { kind: 'upsert', key: recordIn(environment)(change.key) }
    : { kind: 'delete', id: change.id, at: change.deletedAt }
}

const Verification = z.object({
  valid: z.boolean(),
  code: z.string(),
  keyId: KeyId.nullish().catch(null),
})

export const verdictOf = (
  body: unknown,
): { readonly verdict: Verdict; readonly id: KeyId | null } => {
  const { valid, code, keyId } = parse(Verification, body)
  return { verdict: valid ? 'valid' : refusalOf(code), id: keyId ?? null }
}

/** What is said of the key `asked`; of another, it says nothing. */
export const verdictFor = (asked: KeyId, body: unknown): Verdict => {
  const { verdict, id } = verdictOf(body)
  return id === null || id === asked ? verdict : 'unknown'
}

const refusalOf = (code: string): Verdict => {
  const word = code.toLowerCase().replaceAll('_', '-')
  return verdicts.find(verdict => verdict === word && verdict !== 'valid') ?? 'unknown'
}

const Entry = z.object({
  id: z.string(),
  at: instant,
  token: z.string().nullish(),
  action: z.string(),
  origin: z.string().nullish().catch(null),
  environment: z.string().nullish(),
  key: z.object({ id: KeyId, name: z.string() }).nullish().catch(null),
})
const Audit = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() })

/** The lines of this environment, and those of none. */
export const auditOf = async (body: unknown, asked: Environment): Promise<AuditPage> => {
  const page = parse(Audit, body)
  const lines = await eachRow(page.data, line => parse(Entry, line))
  const entries = lines
    .filter(({ environment }) => (environment ?? asked) === asked)
    .map(({ id, at, token, action, origin, environment, key }) => ({
      ...{ id, at, by: token ?? null, action, origin: origin ?? null },
      environment: environments.find(candidate => candidate === environment) ?? null,
      key: key?.id ?? null,
      keyName: key?.name ?? null,
    }))
  return { entries, next: page.nextCursor }
}
