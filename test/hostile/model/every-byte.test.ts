import { describe, expect, it } from 'vitest'
import { isFull, record } from '../figures.ts'
import { asks, type Fault, type Seen } from '../front.ts'
import { duplicatesOf, findCanaries, servedKeys } from '../invariants.ts'
import { find, tried } from './acts.ts'
import { beforeEachWorld, type Connected, creationIn } from './connected.ts'
import type { Habit } from './stage.ts'

let at: Connected

// Each byte in a full run; else a few, which are others in the request than in the answer.
const step = isFull ? 1 : 97
const sides = ['cut-request', 'cut-answer'] as const
const timeout = 600_000

/** A creation, cut off at every byte of one side, with RST and FIN in turn. Answers what is wrong, byte by byte. */
const cutEverywhere = async (
  side: (typeof sides)[number],
  one: (wish: ReturnType<typeof creationIn>) => Promise<string | null>,
): Promise<readonly string[]> => {
  const { bytes, answer } = await wholeCreation()
  const length = side === 'cut-request' ? bytes.length : (answer?.length ?? 0)
  expect(length).toBeGreaterThan(300)
  const wrong: string[] = []
  for (let after = 0; after < length; after += step) {
    const fault: Fault = { kind: side, after, how: after % 2 === 0 ? 'reset' : 'end' }
    const undo = at.front.meet(asks('POST', '/keys'), fault, 1)
    const found = await one(creationIn(at.world.preview))
    undo()
    if (found !== null) wrong.push(`${after}: ${found}`)
  }
  return wrong
}

const wholeCreation = async (): Promise<Seen> => {
  const { id } = await at.world.client.keys.create(creationIn(at.world.preview))
  await at.world.client.reveals.show({ id })
  await at.world.client.reveals.acknowledge({ id })
  const seen = at.front.seen.find(asks('POST', '/keys'))
  if (!seen) throw new Error('Nothing was sent')
  return seen
}

const madeFor = (intent: string) => at.front.made.filter(made => made.intent === intent)

/** One secret, in the hands of whoever wished for it. */
const arrives = async (wish: ReturnType<typeof creationIn>): Promise<string | null> => {
  const { reveals, keys } = at.world.client
  const { value, error } = await tried(() => keys.create(wish))
  if (error) return error.code
  const { secret } = await reveals.show({ id: value.id })
  await reveals.acknowledge({ id: value.id })
  const made = new Set(madeFor(wish.intent).map(one => one.secret))
  await at.service.deleteKey('preview', value.key)
  return made.size === 1 && made.has(secret) ? null : `${made.size} secrets were made`
}

/** Nothing is sent twice; what was made is found, and is gone when that is asked for. */
const isFound = async (wish: ReturnType<typeof creationIn>): Promise<string | null> => {
  const { intent, draft } = wish
  const { reveals, keys } = at.world.client
  const before = at.front.seen.length
  const { error } = await tried(() => keys.create(wish))
  if (error?.code !== 'outcome-unknown') return `it says ${error?.code}`
  const finding = await find(at, intent)
  const made = madeFor(intent).map(({ key }) => key)
  if (finding.keys.join(' ') !== made.join(' ')) return `it finds ${finding.keys} of ${made}`
  await (made[0] ? reveals.abandon({ intent, key: made[0] }) : reveals.dismiss({ intent }))
  const sent = at.front.seen.slice(before).filter(asks('POST', '/keys')).length
  if (sent !== 1) return `it is sent ${sent} times`
  const left = (await servedKeys(at.world, at.world.preview)).filter(
    ({ name }) => name === draft.name,
  )
  return left.length === 0 ? null : 'it stays'
}

const holdsTogether = async (): Promise<void> => {
  const [duplicates, canaries] = [duplicatesOf(at.world), await findCanaries(at.world)]
  record({ duplicates: duplicates.length, canaryHits: canaries.length })
  expect({ duplicates, canaries, faults: at.world.faults }).toEqual({
    ...{ duplicates: [], canaries: [], faults: [] },
  })
  expect(await at.world.client.reveals.open(null)).toEqual([])
}

const cases = [
  { habit: 'repeats', says: 'repeats its answers', promise: 'gives one secret', one: arrives },
  { habit: 'anew', says: 'repeats nothing', promise: 'finds what was made', one: isFound },
] as const satisfies readonly { readonly habit: Habit; readonly [word: string]: unknown }[]

describe.each(cases)('at a service that $says', ({ habit, promise, one }) => {
  beforeEachWorld(habit, connected => {
    at = connected
  })
  it.each(sides)(`${promise}, whatever byte it is after: %s`, { timeout }, async side => {
    expect(await cutEverywhere(side, one)).toEqual([])
    await holdsTogether()
  })
})
