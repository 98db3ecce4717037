import { describe, expect, it } from 'vitest'
import { benchRows, newestAt, sizeName } from '../../bench/rows.ts'
import { KeyRecord } from '../../src/shared/domain/key.ts'
import { descriptionProblem, nameProblem } from '../../src/shared/domain/name.ts'

describe('the rows of the benchmarks', () => {
  const rows = [...benchRows(2000)]

  it('are the same each time, and others for another seed', () => {
    expect([...benchRows(2000)]).toEqual(rows)
    expect([...benchRows(2000, 2)]).not.toEqual(rows)
  })

  it('are what the application takes for keys', () => {
    for (const row of rows) {
      expect(KeyRecord.parse(row)).toEqual(row)
      expect(nameProblem(row.name)).toBeNull()
      expect(descriptionProblem(row.description ?? '')).toBeNull()
    }
  })

  it('differ in id, and come in the order in which they were made', () => {
    expect(new Set(rows.map(row => row.id)).size).toBe(2000)
    const times = rows.map(row => row.createdAt ?? 0)
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true)
    expect(Math.max(...times)).toBeLessThanOrEqual(newestAt)
  })

  it('happened in an order that can be', () => {
    for (const { createdAt, updatedAt, lastUsedAt } of rows) {
      expect(updatedAt).toBeGreaterThanOrEqual(createdAt ?? 0)
      if (lastUsedAt !== null) expect(lastUsedAt).toBeGreaterThanOrEqual(createdAt ?? 0)
    }
  })
})

it('names a size as people do', () => {
  expect([1000, 100_000, 1_000_000, 1_500].map(sizeName)).toEqual(['1k', '100k', '1M', '1500'])
})
