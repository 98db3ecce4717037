import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { KeyRecord } from '../../../../src/shared/domain/key.ts'
import type { Effect, Profile } from '../../../../src/shared/domain/profile.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import {
  acceptance,
  begin,
  ends,
  type Had,
  type Life,
  lasting,
  listAll,
  made,
  named,
  obtain,
  refusal,
} from './life.ts'

/** One thing that can be done to a key: answers the key as it is then. */
type Step = {
  readonly effects: readonly Effect[]
  readonly run: (life: Life, had: Had) => Promise<Had>
}

const changedElsewhere = { code: 'changed-elsewhere' }
const day = 86_400_000

export const rename: Step['run'] = async ({ operations, http }, had) => {
  const name = named('renamed')
  const key = made(await operations.edit?.(http, had.key, { name }))
  expect(key).toMatchObject({ id: had.key.id, name, description: had.key.description })
  expect((await operations.get(http, key.id)).name).toBe(name)
  const late = operations.edit?.(http, had.key, { name: named('late') })
  expect(await refusal(late)).toEqual(changedElsewhere)
  expect((await operations.get(http, key.id)).name).toBe(name)
  return { ...had, key }
}

const describeIt: Step['run'] = async ({ operations, http }, had) => {
  const { name } = had.key
  const described = made(await operations.edit?.(http, had.key, { description: 'described' }))
  expect(described).toMatchObject({ name, description: 'described' })
  const key = made(await operations.edit?.(http, described, { description: null }))
  expect(key.description).toBeNull()
  return { ...had, key }
}

const suspend: Step['run'] = async (life, had) => {
  const { operations, http } = life
  const suspended = await ends(life, had, async () =>
    made(await operations.suspend?.(http, had.key)),
  )
  expect(suspended).toMatchObject({ id: had.key.id, name: had.key.name, state: 'suspended' })
  const resumed = made(await operations.resume?.(http, suspended))
  expect(resumed.state).toBe('active')
  await acceptance(life, { ...had, key: resumed }, true)
  if (!operations.edit) return { ...had, key: resumed }
  const edited = made(await operations.edit(http, resumed, { state: 'suspended' }))
  expect(edited.state).toBe('suspended')
  const key = made(await operations.edit(http, edited, { state: 'active' }))
  expect(key.state).toBe('active')
  return { ...had, key }
}

/** An expiry that every service takes, to the second. */
const soon = ({ longestExpirySeconds: longest }: Profile, now: number): number => {
  const ms = longest === null ? 2 * day : Math.min(2 * day, longest * 500)
  return Math.floor((now + ms) / 1000) * 1000
}

const expire: Step['run'] = async ({ operations, http, profile, now }, had) => {
  const expiresAt = soon(profile, now())
  const edited = made(await operations.edit?.(http, had.key, { expiresAt }))
  // A service may count from its own now.
  expect(Math.abs((edited.expiresAt ?? 0) - expiresAt)).toBeLessThan(10_000)
  const past = await operations.edit?.(http, edited, { expiresAt: now() - day }).catch(infoOf)
  // Refused, or shown as what it is.
  const isRefused = past && 'code' in past
  if (isRefused) expect(past).toMatchObject({ code: 'expiry-refused', cause: 'past' })
  else expect(past?.state).toBe('expired')
  const latest = isRefused || !past ? edited : past
  const never = await operations.edit?.(http, latest, { expiresAt: null }).catch(infoOf)
  const cannotEndlessly = never && 'code' in never
  if (cannotEndlessly) expect(never).toEqual({ code: 'unsupported', effect: 'expire' })
  else expect(never).toMatchObject({ expiresAt: null, state: 'active' })
  return { ...had, key: cannotEndlessly || !never ? latest : never }
}

/** What is given to a new key is there when it is read again. */
export const givesAtCreation = async ({ operations, http, profile, can, ...life }: Life) => {
  const gives = (effect: 'describe' | 'expire') =>
    can(effect) || profile.givenAtCreation.includes(effect)
  const description = gives('describe') ? 'given' : null
  const expiresAt = gives('expire') ? soon(profile, life.now()) : null
  const given = { name: named('given'), description, expiresAt }
  const { key, secret } = made(await operations.create?.(http, given, randomUUID()))
  life.opened.hide(secret.expose())
  const read = await operations.get(http, key.id)
  expect(read).toMatchObject({ name: given.name, description, state: 'active' })
  if (expiresAt === null) expect(read.expiresAt).toBeNull()
  else expect(Math.abs((read.expiresAt ?? 0) - expiresAt)).toBeLessThan(10_000)
}

const rotate: Step['run'] = async (life, had) => {
  const { operations, http, opened, profile } = life
  const overlap = Math.min(...profile.rotation.overlapSeconds)
  const issued = made(await operations.rotate?.(http, had.key, overlap, randomUUID()))
  const rotated = { key: issued.key, secret: issued.secret.expose() }
  opened.hide(rotated.secret)
  expect(rotated.secret).not.toBe(had.secret)
  if (overlap === 0) await acceptance(life, had, false)
  await acceptance(life, rotated, true)
  // Where the new one is a key of its own, the one before must not look as if it lived.
  if (rotated.key.id !== had.key.id) {
    const before = await operations.get(http, had.key.id).catch(infoOf)
    expect(before).not.toMatchObject({ state: 'active', expiresAt: null })
  }
  return rotated
}

const revoke: Step['run'] = async (life, had) => {
  const { operations, http } = life
  const key = await ends(life, had, async () => made(await operations.revoke?.(http, had.key)))
  expect(key).toMatchObject({ id: had.key.id, state: 'revoked' })
  return { ...had, key }
}

const remove = async (life: Life, had: Had): Promise<void> => {
  const { operations, http } = life
  const end = () => goesForGood(life, had.key)
  // A revoked key is dead already.
  await (had.key.state === 'active' ? ends(life, had, end) : end())
  expect((await listAll(life)).map(({ id }) => id)).not.toContain(had.key.id)
  expect(await refusal(operations.get(http, had.key.id))).toMatchObject({ code: 'not-found' })
}

export const goesForGood = async ({ operations, http }: Life, key: KeyRecord): Promise<void> => {
  expect(await operations.delete?.(http, key)).toEqual({ alreadyGone: false })
  expect(await operations.delete?.(http, key)).toEqual({ alreadyGone: true })
}

/** In the order of a key's life, but for its end. */
const steps: readonly Step[] = [
  { effects: ['rename'], run: rename },
  { effects: ['describe'], run: describeIt },
  { effects: ['suspend', 'resume'], run: suspend },
  { effects: ['expire'], run: expire },
  { effects: ['rotate'], run: rotate },
  { effects: ['revoke'], run: revoke },
]

const other = { preview: 'production', production: 'preview' } as const

/** What was made in one environment is found there as it was made, and in no other. */
export const isFound = async (life: Life, had: Had): Promise<void> => {
  const { operations, http, opened, environment } = life
  const listed = (await listAll(life)).find(({ id }) => id === had.key.id)
  expect(listed).toMatchObject(lasting(had.key))
  expect(await operations.get(http, had.key.id)).toMatchObject(lasting(had.key))
  const elsewhere = await begin(opened, other[environment])
  const there = await listAll(elsewhere)
  expect(there.map(({ id }) => id)).not.toContain(had.key.id)
  if (had.secret === null) return
  expect(await opened.running.accepts(elsewhere.environment, had.secret)).toBe(false)
}

/** A key from its beginning to its end; answers what was shown of it. */
export const keyLives = async (life: Life): Promise<readonly Effect[]> => {
  const { operations, http, can } = life
  const before = await operations.list(http, null)
  const name = named('live')
  const first = await obtain(life, name)
  expect(first.key).toMatchObject({ name, kind: 'key', state: 'active' })
  await isFound(life, first)
  await acceptance(life, first, true)
  if (can('reveal') && first.secret !== null) {
    const revealed = made(await operations.reveal?.(http, first.key.id))
    expect(revealed.expose()).toBe(first.secret)
  }
  let had = first
  const done = steps.filter(({ effects }) => effects.every(can))
  for (const { run } of done) had = await run(life, had)
  await isTold(life, before.changes, had.key)
  if (can('delete')) await remove(life, had)
  const shown = (['create', 'reveal', 'delete'] as const).filter(can)
  return ['list', ...shown, ...done.flatMap(({ effects }) => effects)]
}

/** The change feed, where there is one. */
const isTold = async (
  { operations, http }: Life,
  cursor: string | null,
  { id }: KeyRecord,
): Promise<void> => {
  if (!operations.changes || cursor === null) return
  const page = await operations.changes(http, cursor)
  const seen = page.kind === 'changes' ? page.changes : []
  expect(seen).toContainEqual({ kind: 'upsert', key: expect.objectContaining({ id }) })
  expect(await operations.changes(http, 'no-such-cursor')).toEqual({ kind: 'expired' })
}
