import { type Figure, isMet, judged } from './figure.ts'
import { machineText } from './machine.ts'
import type { FieldResult, Results } from './results.ts'

/** Three digits are as many as a measurement tells; 1,234 of more. */
export const shortNumber = (value: number): string => {
  if (Number.isNaN(value)) return '–'
  if (Math.abs(value) >= 100 || Number.isInteger(value))
    return Math.round(value).toLocaleString('en-US')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

const spreadOf = ({ of5 }: Figure): string =>
  of5.length < 2 ? '' : `${shortNumber(Math.min(...of5))}–${shortNumber(Math.max(...of5))}`

const ratioOf = (one: Figure): string =>
  one.ratioTo
    ? `${shortNumber(judged(one))} × ${one.ratioTo.name} (${shortNumber(one.ratioTo.value)})`
    : ''

const limitOf = ({ limit, ratioTo }: Figure): string => {
  if (!limit) return ''
  const [word, number] = 'most' in limit ? ['most', limit.most] : ['least', limit.least]
  const words = `at ${word} ${Number(number.toPrecision(3))}`
  return ratioTo ? `${words} ×` : words
}

const verdictOf = (one: Figure): string => {
  const met = isMet(one)
  return met === null ? '' : met ? 'met' : 'missed'
}

const heads = ['field', 'at', 'median', 'spread', 'ratio', 'must be', ''] as const

export const cellsOf = (one: Figure): readonly string[] => [
  one.field,
  one.at,
  `${shortNumber(one.value)} ${one.unit}`,
  spreadOf(one),
  ratioOf(one),
  limitOf(one),
  verdictOf(one),
]

/** For a terminal: columns under each other, notes below. */
export const plainTable = (figures: readonly Figure[]): string => {
  const lines = [heads, ...figures.map(cellsOf)]
  const widths = heads.map((_, column) =>
    Math.max(...lines.map(cells => cells[column]?.length ?? 0)),
  )
  return lines
    .map(cells => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map(line => line.trimEnd())
    .join('\n')
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`

const failure = ({ field, error }: FieldResult): string =>
  row([field, '', 'not measured', '', '', '', error?.split('\n')[0] ?? ''])

/** The tables of `docs/performance.md`. */
export const markdownTable = ({ machine, repetitions, fields }: Results): string => {
  const figures = fields.flatMap(one => one.figures)
  const notes = [
    ...new Set(figures.flatMap(one => (one.note ? [`- ${nameOf(one)}: ${one.note}`] : []))),
  ]
  return [
    `${machineText(machine)}. Median and spread of ${repetitions} repetitions; measured ${datesOf(fields)}.`,
    '',
    row(heads),
    row(heads.map(() => '---')),
    ...fields.flatMap(field => [
      ...field.figures.map(one => row(cellsOf(one))),
      ...(field.error === null ? [] : [failure(field)]),
    ]),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}

const nameOf = ({ field, at }: Figure): string => `\`${field}\` at ${at}`

const datesOf = (fields: readonly FieldResult[]): string =>
  [...new Set(fields.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort().join(', ')
