import { expect, it } from 'vitest'
import { pagesOf, refuseCircles } from '../../../src/main/services/whole-list.ts'
import { infoOf } from '../../../src/shared/error.ts'

it('reads a list that has no end for 2,000 pages', async () => {
  let asked = 0
  const page = { keys: [], total: null, truncated: false, changes: null }
  const pages = pagesOf(async () => ({ ...page, next: `page ${asked++}` }))
  const readAll = async () => {
    for await (const _ of pages);
  }
  const error = await readAll().catch(infoOf)
  expect(error).toEqual({ code: 'bad-response', reason: 'too-large' })
  expect(asked).toBe(2001)
})

it('follows a cursor once, and as many as it is told', () => {
  const once = refuseCircles(2)
  expect([once('a'), once('b')]).toEqual(['a', 'b'])
  const refused = (cursor: string) => {
    try {
      return once(cursor)
    } catch (cause) {
      return infoOf(cause)
    }
  }
  expect(refused('a')).toEqual({ code: 'bad-response', reason: 'shape' })
  expect(refused('c')).toEqual({ code: 'bad-response', reason: 'too-large' })
})
