import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import type { Machine } from './machine.ts'
import { markdownTable } from './table.ts'

/** What became of one field; `error` is why it was not measured to its end. */
export type FieldResult = {
  readonly field: string
  /** RFC 3339. */
  readonly measuredAt: string
  readonly seconds: number
  readonly figures: readonly Figure[]
  readonly error: string | null
}

export type Results = {
  readonly machine: Machine
  readonly repetitions: number
  readonly fields: readonly FieldResult[]
}

const file = join(import.meta.dirname, 'results.json')
const page = join(import.meta.dirname, '..', 'docs', 'performance.md')

export const readResults = (): Results | null =>
  // Written by `writeResults` alone.
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : null

/** What was measured just now in the place of what was measured of the same fields before; `order` names all fields. */
export const merged = (
  before: readonly FieldResult[],
  now: readonly FieldResult[],
  order: readonly string[],
): readonly FieldResult[] =>
  order.flatMap(name => {
    const result =
      now.find(({ field }) => field === name) ?? before.find(({ field }) => field === name)
    return result ? [result] : []
  })

const start = '<!-- results: written by npm run bench -->'
const end = '<!-- end of results -->'

/** `text` with everything between the two marks replaced by `block`; throws when they are not there. */
export const replaceBlock = (text: string, block: string): string => {
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The page has no ${start} … ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${block}\n\n${text.slice(to)}`
}

/** Writes `results.json`, and its tables into `docs/performance.md`. */
export const writeResults = (results: Results): void => {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  if (existsSync(page))
    writeFileSync(page, replaceBlock(readFileSync(page, 'utf8'), markdownTable(results)))
}
