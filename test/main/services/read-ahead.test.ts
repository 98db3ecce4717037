import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readAhead } from '../../../src/main/services/read-ahead.ts'

/** Lists of three pages: `1a`, `1b`, `1c` for part 1. */
const following = (cursor: string): string | null =>
  cursor.endsWith('c') ? null : `${cursor[0]}${cursor.endsWith('a') ? 'b' : 'c'}`
const partsOf = (count: number) =>
  new Map(Array.from({ length: count }, (_, part) => [part, `${part}a`] as const))

const collect = async (pages: ReturnType<typeof readAhead<{ readonly next: string | null }>>) => {
  const read: string[] = []
  for await (const some of pages) read.push(...some.map(({ cursor }) => cursor))
  return read
}

it('brings every page once, those of a part in order', async () => {
  const read = await collect(readAhead(partsOf(9), async cursor => ({ next: following(cursor) })))
  expect(read).toHaveLength(27)
  for (const part of partsOf(9).keys())
    expect(read.filter(cursor => cursor.startsWith(`${part}`))).toEqual(
      ['a', 'b', 'c'].map(page => `${part}${page}`),
    )
})

it('asks no more parts at once than it may', async () => {
  let [asking, most] = [0, 0]
  const ask = async (cursor: string) => {
    asking += 1
    most = Math.max(most, asking)
    await setImmediate()
    asking -= 1
    return { next: following(cursor) }
  }
  await collect(readAhead(partsOf(9), ask, { asking: 4, waiting: 3 }))
  expect(most).toBe(4)
})

it('asks for the next page while one is stored, and waits when nobody takes them', async () => {
  const asked: string[] = []
  const endless = async (cursor: string) => {
    asked.push(cursor)
    return { next: `${cursor}+` }
  }
  const pages = readAhead(new Map([[0, '']]), endless, { asking: 8, waiting: 3 })
  await pages.next()
  for (let turn = 0; turn < 20; turn++) await setImmediate()
  expect(asked.length).toBeGreaterThan(1)
  expect(asked.length).toBeLessThanOrEqual(4)
  await pages.return(undefined)
  for (let turn = 0; turn < 20; turn++) await setImmediate()
  expect(asked.length).toBeLessThanOrEqual(5)
})

it('throws what fails once what came before it was taken', async () => {
  const read: string[] = []
  const pages = readAhead(new Map([[0, '0a']]), async cursor => {
    if (cursor === '0c') throw new Error('gone')
    return { next: following(cursor) }
  })
  const reading = async () => {
    for await (const some of pages) read.push(...some.map(({ cursor }) => cursor))
  }
  await expect(reading()).rejects.toThrow('gone')
  expect(read).toEqual(['0a', '0b'])
})
