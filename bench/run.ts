import { openBench } from './bench.ts'
import { fields } from './fields.ts'
import { isMet } from './figure.ts'
import { describeMachine, machineText } from './machine.ts'
import { measureField } from './measure-field.ts'
import { type Options, readOptions } from './options.ts'
import { type FieldResult, merged, readResults, writeResults } from './results.ts'
import { plainTable } from './table.ts'

const names = Object.keys(fields)

const run = async (options: Options): Promise<readonly FieldResult[]> => {
  const bench = openBench(options)
  const results: FieldResult[] = []
  try {
    for (const [name, load] of Object.entries(fields)) {
      if (options.only && !options.only.includes(name)) continue
      results.push(await measureField(bench, name, load))
      bench.log(plainTable(results.at(-1)?.figures ?? []))
    }
  } finally {
    await bench.close()
  }
  return results
}

const options = readOptions(process.argv.slice(2), names)
const machine = describeMachine()
console.log(machineText(machine))
const results = await run(options)
const figures = results.flatMap(one => one.figures)
console.log(`\n${plainTable(figures)}\n`)
if (options.keep) {
  const before = readResults()?.fields ?? []
  const { repetitions } = options
  writeResults({ machine, repetitions, fields: merged(before, results, names) })
}
const failed = results.filter(({ error }) => error !== null)
for (const { field, error } of failed) console.error(`${field} failed: ${error}`)
const missed = figures.filter(one => isMet(one) === false).length
console.log(
  `${figures.length} figures, ${missed} missed their mark, ${failed.length} fields failed.` +
    (options.keep ? '' : ' Not kept: this was no whole run.'),
)
// What never answered may still run.
process.exit(failed.length > 0 ? 1 : 0)
