import type { KeyRecord } from '../src/shared/domain/key.ts'
import { type Chance, chance } from './chance.ts'
import { descriptionOf, nameOf, ownersOf } from './words.ts'

/** When the newest row was made; everything is counted back from it (2026-11-01T09:00:00Z). */
export const newestAt = Date.UTC(2026, 10, 1, 9)

const day = 24 * 60 * 60 * 1000
const years = 4 * 365 * day
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const lettersOf = (next: Chance, length: number, of = 64): string => {
  let text = ''
  while (text.length < length) text += letters[next.below(of)]
  return text
}

const maskOf = (next: Chance): string =>
  `clv_preview_${lettersOf(next, 4, 62)}****${lettersOf(next, 4, 62)}`

const stateOf = (next: Chance): KeyRecord['state'] => {
  const drawn = next.below(100)
  if (drawn < 6) return 'suspended'
  return drawn < 9 ? 'revoked' : 'active'
}

/** Most never expire; of the others some have expired, as `expired` is derived and never stored. */
const expiryOf = (next: Chance): number | null =>
  next.below(10) < 6 ? null : newestAt + (next.below(800) - 70) * day

const usageOf = (next: Chance, createdAt: number) => {
  if (next.below(8) === 0) return { lastUsedAt: null, usageCount: 0 }
  const age = newestAt - createdAt
  const lastUsedAt = createdAt + Math.floor(age * (1 - next.unit() ** 3))
  return { lastUsedAt, usageCount: 1 + Math.floor(10 ** (next.unit() * 6)) }
}

const rowOf = (next: Chance, owners: readonly string[], createdAt: number): KeyRecord => ({
  id: `key_${lettersOf(next, 22)}`,
  kind: 'key',
  name: nameOf(next),
  mask: maskOf(next),
  description: next.below(5) === 0 ? null : descriptionOf(next),
  state: stateOf(next),
  createdAt,
  createdBy: next.of(owners),
  updatedAt: createdAt + next.below(Math.max(1, newestAt - createdAt)),
  ...usageOf(next, createdAt),
  expiresAt: expiryOf(next),
  previousUntil: null,
  version: `"${lettersOf(next, 16)}"`,
})

/**
 * `count` keys, oldest first, no two made in the same millisecond: the same ones for the same `count` and `seed`.
 * Written to look like the keys of a company, before anything was measured with them.
 */
export function* benchRows(count: number, seed = 1): Generator<KeyRecord> {
  const next = chance(seed)
  const owners = ownersOf(next, Math.min(600, Math.max(8, Math.ceil(count / 40))))
  const step = Math.floor(years / count)
  for (let index = 0; index < count; index += 1) {
    const createdAt = newestAt - (count - index) * step + next.below(step)
    yield rowOf(next, owners, createdAt)
  }
}

/** `1000` as `1k`, `1000000` as `1M`. */
export const sizeName = (count: number): string => {
  if (count % 1_000_000 === 0) return `${count / 1_000_000}M`
  return count % 1000 === 0 ? `${count / 1000}k` : String(count)
}
