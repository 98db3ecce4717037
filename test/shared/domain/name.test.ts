import { describe, expect, it } from 'vitest'
import { descriptionProblem, foldName, nameProblem } from '../../../src/shared/domain/name.ts'

describe('nameProblem', () => {
  it.each([
    ['', 'empty'],
    ['   \t ', 'empty'],
    ['x'.repeat(256), 'too-long'],
    ['🔑'.repeat(256), 'too-long'],
    ['two\nlines', 'control-character'],
    ['nul\u0000', 'control-character'],
    ['abc\u202egnp.exe', 'direction-override'],
    ['\u2067isolate', 'direction-override'],
    ['\u200b\u3164', 'empty'],
    ['two\u2028lines', 'control-character'],
  ])('finds what is wrong with %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem)
  })

  it.each([
    'x'.repeat(255),
    '🔑'.repeat(255),
    '  spaces around  ',
    'مفتاح الإنتاج',
    '<b onclick=alert(1)>bold</b>',
    "Robert'); DROP TABLE keys;--",
    'Schlüssel für Kasse 7',
  ])('accepts %j', name => {
    expect(nameProblem(name)).toBeNull()
  })

  it('keeps to the limit of the service', () => {
    expect(nameProblem('abcd', 3)).toBe('too-long')
    expect(nameProblem('abc', 3)).toBeNull()
  })
})

describe('descriptionProblem', () => {
  it.each([
    ['🔑'.repeat(1001), 'too-long'],
    ['nul\u0000', 'control-character'],
    ['abc\u202egnp.exe', 'direction-override'],
  ])('finds what is wrong with %j', (description, problem) => {
    expect(descriptionProblem(description)).toBe(problem)
  })

  it.each(['', '🔑'.repeat(1000), `  ${'x'.repeat(1000)}  `, 'two\r\nlines and\ta tab'])(
    'accepts %j',
    description => {
      expect(descriptionProblem(description)).toBeNull()
    },
  )
})

it.each([
  [' Checkout ', 'checkout'],
  ['ＣＨＥＣＫＯＵＴ', 'checkout'],
  ['Cafe\u0301', 'café'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδοσ'],
])('takes %j and %j for the same name', (one, other) => {
  expect(foldName(one)).toBe(foldName(other))
})
