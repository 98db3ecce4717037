import { z } from '../../../src/shared/zod.ts'

type Schema = {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
}

/** An input that `type` takes, with every field that it has. */
export const sampleOf = (type: z.ZodType): unknown =>
  // JSON Schema as zod writes it.
  sample(z.toJSONSchema(type, { io: 'input' }) as Schema)

const sample = (schema: Schema): unknown => {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return sample(choices[0] ?? {})
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  switch (type) {
    case 'object':
      return mapValues(schema.properties ?? {}, sample)
    case 'array':
      return [sample(schema.items ?? {})]
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      throw new Error(`no sample of ${JSON.stringify(schema)}`)
  }
}

const mapValues = (properties: Readonly<Record<string, Schema>>, of: (schema: Schema) => unknown) =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, of(value)]))

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')

/** The texts that our patterns and refinements ask for, of which a schema tells the patterns; one that is new is named here. */
const textOf = ({ format, pattern }: Schema): string => {
  if (format === 'uuid') return '7d444840-9dc0-4eba-8a2f-9f0f3f3f2f10'
  const texts = [fingerprint, 'claviger']
  const fitting = texts.find(text => new RegExp(pattern ?? '').test(text))
  if (fitting === undefined) throw new Error(`no text for ${pattern}`)
  return fitting
}

/** Every place in `value` where something other than an object or a list stands. */
export const leavesOf = (value: unknown): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner).map(path => [key, ...path]))
    : [[]]

/** `value` with `planted` at `path`. */
export const plant = (value: unknown, path: readonly string[], planted: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return planted
  const inner = plant(Reflect.get(Object(value), key), rest, planted)
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === key ? inner : item))
    : { ...Object(value), [key]: inner }
}
