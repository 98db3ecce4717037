import { parseArgs } from 'node:util'

export type Options = {
  /** Which fields; null is all of them. */
  readonly only: readonly string[] | null
  readonly repetitions: number
  /** No list is larger. */
  readonly largest: number
  /** A run that is no whole one is not kept. */
  readonly keep: boolean
}

const whole = { repetitions: 5, largest: 1_000_000 }
const quick = { repetitions: 2, largest: 10_000 }

const integer = (flag: string, text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${flag} takes a whole number`)
  return value
}

/** Throws a sentence for whoever typed `args`; `known` are the names of the fields. */
export const readOptions = (args: readonly string[], known: readonly string[]): Options => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { only: text, quick: { type: 'boolean' }, largest: text, repetitions: text },
  })
  const usual = values.quick ? quick : whole
  const only = values.only?.split(',') ?? null
  const stranger = only?.find(name => !known.includes(name))
  if (stranger !== undefined) {
    throw new Error(`There is no field ${JSON.stringify(stranger)}. Fields: ${known.join(', ')}`)
  }
  const asked = {
    repetitions: values.repetitions
      ? integer('repetitions', values.repetitions)
      : usual.repetitions,
    largest: values.largest ? integer('largest', values.largest) : usual.largest,
  }
  const isWhole = asked.repetitions >= whole.repetitions && asked.largest >= whole.largest
  return { only, ...asked, keep: isWhole }
}
