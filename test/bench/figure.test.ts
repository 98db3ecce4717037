import { describe, expect, it } from 'vitest'
import { figure, isMet, judged, median, quantile } from '../../bench/figure.ts'

describe('a median', () => {
  it('is the middle one of an odd number', () => expect(median([30, 10, 20])).toBe(20))
  it('is the mean of the middle two of an even number', () =>
    expect(median([4, 1, 3, 2])).toBe(2.5))
  it('is no number where nothing was measured', () => expect(median([])).toBeNaN())
})

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  it('is the smallest that this share does not exceed', () => {
    expect(quantile(hundred, 0.95)).toBe(95)
    expect(quantile([7], 0.95)).toBe(7)
    expect(quantile(hundred, 0)).toBe(1)
    expect(quantile(hundred, 1)).toBe(100)
  })
})

describe('a mark', () => {
  const floor = { name: 'floor', value: 10 }
  it('is of the ratio where there is a floor', () => {
    const one = figure('x', '1k', 'ms', [15], { ratioTo: floor, limit: { most: 1.5 } })
    expect(judged(one)).toBe(1.5)
    expect(isMet(one)).toBe(true)
    expect(isMet({ ...one, value: 15.1 })).toBe(false)
  })
  it('is of the value where there is none', () => {
    expect(isMet(figure('x', '1k', 'ms', [66, 67, 60], { limit: { most: 66 } }))).toBe(true)
    expect(isMet(figure('x', '1k', 'ms', [67], { limit: { most: 66 } }))).toBe(false)
  })
  it('may be a least', () => {
    const one = figure('x', '1k', '/s', [4], { ratioTo: floor, limit: { least: 0.5 } })
    expect(isMet(one)).toBe(false)
    expect(isMet({ ...one, value: 5 })).toBe(true)
  })
  it('is missed by what is no number, and of nothing where none is set', () => {
    expect(isMet(figure('x', '1k', 'ms', [], { limit: { most: 66 } }))).toBe(false)
    expect(isMet(figure('x', '1k', 'ms', [1]))).toBeNull()
  })
})
