import { describe, expect, it } from 'vitest'
import { figure } from '../../bench/figure.ts'
import type { Machine } from '../../bench/machine.ts'
import { type FieldResult, merged, replaceBlock } from '../../bench/results.ts'
import { cellsOf, markdownTable, plainTable, shortNumber } from '../../bench/table.ts'

const ratioTo = { name: 'bare list', value: 20 }
const key = figure('keystrokeMs', '100k', 'ms', [28, 31, 30], { ratioTo, limit: { most: 1.5 } })
const sort = figure('sortMs', '1M', 'ms', [612], { limit: { most: 400 }, note: 'every column' })

const machine: Machine = {
  ...{ processor: 'Some', cores: 2, memoryGB: 8, system: 'Linux', node: '24', host: 'Electron 45' },
  loadBefore: 0,
}
const resultOf = (field: string, rest: Partial<FieldResult> = {}): FieldResult => ({
  ...{ field, measuredAt: '2026-11-22T01:00:00.000Z', seconds: 1, figures: [], error: null },
  ...rest,
})

describe('the table', () => {
  it('shows value, spread, ratio, mark and whether it is met', () => {
    const ratio = '1.50 × bare list (20)'
    const cells = ['keystrokeMs', '100k', '30 ms', '28–31', ratio, 'at most 1.5 ×', 'met']
    expect(cellsOf(key)).toEqual(cells)
    expect(cellsOf(sort)).toEqual(['sortMs', '1M', '612 ms', '', '', 'at most 400', 'missed'])
  })

  it('stands in columns in a terminal', () => {
    const [head = '', first = '', second = ''] = plainTable([key, sort]).split('\n')
    expect(first.indexOf('100k')).toBe(head.indexOf('at'))
    expect(second.indexOf('612 ms')).toBe(head.indexOf('median'))
  })

  it('names in a page what could not be measured, and why', () => {
    const failed = resultOf('scroll', { error: 'Error: no list\n at somewhere' })
    const fields = [resultOf('sort', { figures: [sort] }), failed]
    const text = markdownTable({ machine, repetitions: 5, fields })
    expect(text).toContain('measured 2026-11-22')
    expect(text).toContain('| scroll |  | not measured |  |  |  | Error: no list |')
    expect(text).toContain('- `sortMs` at 1M: every column')
    expect(text).not.toContain('somewhere')
  })

  it('tells no digits that were not measured', () => {
    expect([1234.5, 33.333, 1.234, 5, Number.NaN].map(shortNumber)).toEqual([
      ...['1,235', '33.3', '1.23', '5', '–'],
    ])
  })
})

describe('the results', () => {
  it('keep what was not measured anew, in the order of the fields', () => {
    const before = [resultOf('sort', { seconds: 9 }), resultOf('scroll')]
    const now = [resultOf('sort'), resultOf('open')]
    const all = merged(before, now, ['open', 'sort', 'scroll', 'gone'])
    expect(all.map(({ field, seconds }) => [field, seconds])).toEqual([
      ...[
        ['open', 1],
        ['sort', 1],
        ['scroll', 1],
      ],
    ])
  })

  it('take the place of the block before them in a page, and of nothing else', () => {
    const [start, end] = ['<!-- results: written by npm run bench -->', '<!-- end of results -->']
    const page = `# Title\n\n${start}\nold\n${end}\n\nmore\n`
    const once = replaceBlock(page, 'new')
    expect(once).toBe(`# Title\n\n${start}\n\nnew\n\n${end}\n\nmore\n`)
    expect(replaceBlock(once, 'new')).toBe(once)
    expect(() => replaceBlock('# Title', 'new')).toThrow('results')
  })
})
