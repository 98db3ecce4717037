import { expect, it } from 'vitest'
import {
  eachRow,
  instant,
  msInstant,
  parse,
  secondInstant,
} from '../../../src/main/connectors/parse.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { z } from '../../../src/shared/zod.ts'

const time = Date.UTC(2026, 10, 21, 9)
const failure = (work: () => unknown) => {
  try {
    return work()
  } catch (cause) {
    return infoOf(cause)
  }
}

it('reads the three ways in which services write a time', () => {
  expect(parse(instant, '2026-11-21T10:00:00+01:00')).toBe(time)
  expect(parse(msInstant, time)).toBe(time)
  expect(parse(secondInstant, time / 1000)).toBe(time)
})

it.each([
  ['seconds where ms are documented', msInstant, time / 1000],
  ['ms where seconds are documented', secondInstant, time],
  ['nothing at all', msInstant, 0],
  ['seconds where text is documented', instant, time / 1000],
  ['ms where text is documented', instant, time],
] as const)('names the unit as wrong: %s', (_, shape, value) => {
  const page = z.object({ keys: z.array(z.object({ expires: shape.nullish() })) })
  expect(failure(() => parse(page, { keys: [{ expires: value }] }))).toEqual({
    ...{ code: 'bad-response', reason: 'time-unit' },
  })
})

it.each(['2026-11-21', 'soon', 7])('takes %j for no time of RFC 3339', value => {
  expect(failure(() => parse(instant, value))).toEqual({ code: 'bad-response', reason: 'shape' })
})

it('reads the rows of a long list in their order, and lets others go on meanwhile', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => index)
  let turns = 0
  const count = () => {
    turns += 1
    immediate = setImmediate(count)
  }
  let immediate = setImmediate(count)
  expect(await eachRow(rows, row => row * 2)).toEqual(rows.map(row => row * 2))
  clearImmediate(immediate)
  expect(turns).toBeGreaterThanOrEqual(4)
})

it('refuses a list for a row that is far down', async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => (index === 2500 ? null : 'a'))
  expect(await eachRow(rows, row => parse(z.string(), row)).catch(infoOf)).toEqual({
    ...{ code: 'bad-response', reason: 'shape' },
  })
})
