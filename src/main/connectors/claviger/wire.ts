import type { Environment } from '../../../shared/domain/environment.ts'
import { KeyId, type KeyRecord, keyStates } from '../../../shared/domain/key.ts'
import { nameLength } from '../../../shared/domain/name.ts'
import { type Effect, effects, type Profile } from '../../../shared/domain/profile.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { ChangePage, KeyChange, KeyPage } from '../connector.ts'

// Only what is used is demanded, so that a newer service does not break this application.
const instant = z.iso.datetime({ offset: true }).transform(text => Date.parse(text))

const Key = z.object({
  id: KeyId,
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
  etag: z.string().nullish(),
})

const stateOf = (status: string): KeyRecord['state'] =>
  keyStates.find(state => state === status) ?? 'unknown'

const toRecord = (key: z.infer<typeof Key>): KeyRecord => ({
  id: key.id,
  name: key.name,
  mask: key.mask ?? null,
  description: key.description ?? null,
  state: stateOf(key.status),
  createdAt: key.createdAt ?? null,
  createdBy: key.createdBy ?? null,
  updatedAt: key.updatedAt ?? null,
  lastUsedAt: key.lastUsedAt ?? null,
  usageCount: key.usageCount ?? null,
  expiresAt: key.expiresAt ?? null,
  version: key.etag ?? null,
})

const parse = <T extends z.ZodType>(shape: T, body: unknown): z.output<T> => {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  throw new AppError({ code: 'bad-response', reason: 'shape' })
}

/** A key of another environment than the one that was asked is refused, whatever else the answer says. */
const recordIn = (environment: Environment) => (key: z.infer<typeof Key>) => {
  if (key.environment !== environment) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return toRecord(key)
}

export const keyOf = (body: unknown, environment: Environment): KeyRecord =>
  recordIn(environment)(parse(Key, body))

const Created = z.object({ key: Key, secret: z.string().min(1) })

export const createdOf = (body: unknown, environment: Environment) => {
  const { key, secret } = parse(Created, body)
  return { key: recordIn(environment)(key), secret }
}

const Page = z.object({
  data: z.array(Key),
  nextCursor: z.string().nullable(),
  total: z.number().int().nonnegative().nullish(),
  changes: z.string().nullish(),
})

export const pageOf = (body: unknown, environment: Environment): KeyPage => {
  const page = parse(Page, body)
  return {
    keys: page.data.map(recordIn(environment)),
    next: page.nextCursor,
    total: page.total ?? null,
    changes: page.changes ?? null,
  }
}

const Change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('upsert'), key: Key }),
  z.object({ type: z.literal('delete'), id: KeyId, deletedAt: instant }),
])
const Changes = z.object({ data: z.array(Change), nextCursor: z.string(), more: z.boolean() })

export const changesOf = (body: unknown, environment: Environment): ChangePage => {
  const page = parse(Changes, body)
  const changes = page.data.map(
    (change): KeyChange =>
      change.type === 'upsert'
        ? { kind: 'upsert', key: recordIn(environment)(change.key) }
        : { kind: 'delete', id: change.id, at: change.deletedAt },
  )
  return { kind: 'changes', changes, next: page.nextCursor, more: page.more }
}

const Words = z.object({ label: z.string(), done: z.string() })
const ServiceProfile = z.object({
  service: z.object({ name: z.string(), version: z.string() }),
  caller: z.object({
    name: z.string(),
    permissions: z.array(z.string()),
    /** The environments that the credential may enter. */
    environments: z.array(z.string()).nullish(),
  }),
  capabilities: z.array(z.object({ effect: z.string(), permission: z.string().nullish() })),
  vocabulary: z
    .object({
      effects: z.record(z.string(), Words).catch({}),
      states: z.record(z.string(), z.string()).catch({}),
    })
    .catch({ effects: {}, states: {} }),
  restorable: z.boolean().catch(false),
  propagationSeconds: z.number().nonnegative().nullish(),
  limits: z.object({ nameLength: z.number().int().positive() }).catch({ nameLength }),
  keyFormat: z.object({ prefixes: z.record(z.string(), z.string()) }).catch({ prefixes: {} }),
})

/**
 * The service's words and capabilities; those that this version does not know are left out. Throws `forbidden` when
 * the credential may not enter the environment: better said now than at the first change.
 */
export const profileOf = (body: unknown, environment: Environment): Profile => {
  const said = parse(ServiceProfile, body)
  if (said.caller.environments?.includes(environment) === false) {
    throw new AppError({ code: 'forbidden', permission: null, environment })
  }
  const rule = (effect: Effect) => {
    const capability = said.capabilities.find(candidate => candidate.effect === effect)
    const permission = capability?.permission ?? null
    const missing = permission !== null && !said.caller.permissions.includes(permission)
    return {
      effect,
      supported: capability !== undefined,
      missingPermission: missing ? permission : null,
    }
  }
  return {
    service: said.service.name,
    version: said.service.version,
    caller: said.caller.name,
    effects: effects.map(rule),
    words: knownOnly(said.vocabulary.effects, effects),
    states: knownOnly(said.vocabulary.states, keyStates),
    reveal: 'once',
    restorable: said.restorable,
    propagationSeconds: said.propagationSeconds ?? null,
    nameLength: said.limits.nameLength,
    keyPrefix: said.keyFormat.prefixes[environment] ?? null,
  }
}

const knownOnly = <K extends string, V>(
  said: Readonly<Record<string, V>>,
  known: readonly K[],
): Partial<Record<K, V>> =>
  Object.assign(
    {},
    ...known.flatMap(word => (Object.hasOwn(said, word) ? [{ [word]: said[word] }] : [])),
  )
