import { describe, expect, it } from 'vitest'
import { readOptions } from '../../bench/options.ts'

const fields = ['sort', 'scroll']

describe('what is asked of a run', () => {
  it('is everything, five times, with up to a million rows, unless said', () => {
    expect(readOptions([], fields)).toEqual({
      ...{ only: null, repetitions: 5, largest: 1_000_000, keep: true },
    })
  })
  it('is a glance with --quick, which is not kept', () => {
    const quick = readOptions(['--quick', '--only', 'sort'], fields)
    expect(quick).toEqual({ only: ['sort'], repetitions: 2, largest: 10_000, keep: false })
  })
  it('is kept only at full size', () => {
    expect(readOptions(['--largest', '100000'], fields).keep).toBe(false)
    expect(readOptions(['--repetitions', '3'], fields).keep).toBe(false)
    expect(readOptions(['--repetitions', '7'], fields).keep).toBe(true)
  })
  it('is refused where it names what is not there', () => {
    expect(() => readOptions(['--only', 'sort,wrong'], fields)).toThrow('no field "wrong"')
    expect(() => readOptions(['--largest', 'many'], fields)).toThrow('--largest')
  })
})
