import { join } from 'node:path'
import { bundle, bundleFromString, createConfig } from '@redocly/openapi-core'
import { z } from 'zod'

/** The document as it is published. */
export const documentFile = join(import.meta.dirname, '../../../resources/openapi/claviger.yaml')

const Schema = z.looseObject({})
const Content = z.record(
  z.string(),
  z.looseObject({
    schema: Schema,
    examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
  }),
)
const Parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: Schema,
})
const Response = z.looseObject({
  headers: z
    .record(z.string(), z.looseObject({ schema: Schema, required: z.boolean().default(false) }))
    .default({}),
  content: Content.default({}),
})
const Operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(z.string(), Response),
})
const Paths = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

export type JsonSchema = z.infer<typeof Schema>
/** One operation; `path` is its template, `method` in capitals. */
export type Operation = z.infer<typeof Operation> & {
  readonly method: string
  readonly path: string
}

const config = await createConfig({})

/** The document with its references as they are: a fresh copy, to be broken at will. */
export const readDocument = async (): Promise<unknown> =>
  (await bundle({ ref: documentFile, config })).bundle.parsed

/** The operations of a document, with every reference replaced by what it names. */
export const operationsOf = async (document: unknown): Promise<readonly Operation[]> => {
  const source = JSON.stringify(document)
  const resolved = await bundleFromString({ source, config, dereference: true })
  if (resolved.problems.length > 0) throw new Error(JSON.stringify(resolved.problems[0]?.message))
  return Object.entries(Paths.parse(resolved.bundle.parsed).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  )
}

export type DocumentedProblem = { readonly name: string; readonly status: number }

/** The problems that an operation documents by example, by the last segment of their `type`. */
export const problemsOf = ({ responses }: Operation): readonly DocumentedProblem[] =>
  Object.entries(responses).flatMap(([status, { content }]) =>
    Object.values(content['application/problem+json']?.examples ?? {}).map(({ value }) => ({
      name: nameOf(value),
      status: Number(status),
    })),
  )

const Typed = z.looseObject({ type: z.string() })
/** The last segment of a problem's `type`. */
export const nameOf = (problem: unknown): string =>
  Typed.parse(problem).type.replace(/^urn:claviger:problem:/, '')

const Schemas = z.looseObject({
  components: z.looseObject({
    schemas: z.record(
      z.string(),
      z.looseObject({ properties: z.record(z.string(), z.looseObject({})).default({}) }),
    ),
  }),
})

/** The words that a member of a component schema may have. */
export const valuesOf = (document: unknown, schema: string, member: string): readonly string[] => {
  const { enum: values } =
    Schemas.parse(document).components.schemas[schema]?.properties[member] ?? {}
  return z.array(z.string()).parse(values)
}
