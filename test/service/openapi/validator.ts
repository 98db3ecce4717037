import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Answer } from '../harness.ts'
import type { JsonSchema, Operation } from './document.ts'

/** A request by the names of the document; `token` is null for none, `body` undefined for none. */
export type Wish = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string | null
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown
}

// Annotations of OpenAPI that JSON Schema does not have; any other word that is unknown is an error.
const vocabulary = ['example', 'discriminator', 'externalDocs', 'xml']

const createAjv = (coerceTypes: boolean) => {
  const ajv = new Ajv2020({ allErrors: true, strictSchema: true, strictTypes: false, coerceTypes })
  ajv.addVocabulary(vocabulary)
  addFormats.default(ajv)
  return ajv
}

/** Documents repeat their schemas, and so do the copies of a document: each is compiled once. */
const compileOnce = (ajv: Ajv2020) => {
  const compiled = new Map<string, ValidateFunction>()
  return (schema: JsonSchema): ValidateFunction => {
    const text = JSON.stringify(schema)
    const validate = compiled.get(text) ?? ajv.compile(schema)
    compiled.set(text, validate)
    return validate
  }
}
// Parameters and headers are text, whatever they stand for.
const compileForText = compileOnce(createAjv(true))
const compileForJson = compileOnce(createAjv(false))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOpen = (additional: unknown): boolean =>
  additional === undefined || (isRecord(additional) && Object.keys(additional).length === 0)

/**
 * The schema, closed: readers must bear members that they do not know, but this version of the service sends none that
 * its document lacks.
 */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed)
  if (!isRecord(value)) return value
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closed(one)]))
  const closing = isRecord(value.properties) && isOpen(value.additionalProperties)
  return closing ? { ...inner, additionalProperties: false } : inner
}

const told = (what: string, errors: readonly ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map(({ instancePath, message, params }) => {
    const name = params.additionalProperty === undefined ? '' : ` (${params.additionalProperty})`
    return `${what}${instancePath} ${message}${name}`
  })

const jsonFaults = (what: string, schema: JsonSchema, value: unknown): string[] => {
  // An object goes in, and an object comes out.
  const validate = compileForJson(closed(schema) as JsonSchema)
  return validate(value) ? [] : told(what, validate.errors)
}

type Named = { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }

/** Of values that came as text, each by its schema; none is missing, none is there that is not named. */
const textFaults = (
  what: string,
  named: readonly Named[],
  values: Readonly<Record<string, unknown>>,
): string[] => {
  const validate = compileForText({
    type: 'object',
    properties: Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
    required: named.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  })
  return validate({ ...values }) ? [] : told(what, validate.errors)
}

const lowerCased = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))

const essenceOf = (contentType: string | undefined): string | null =>
  contentType?.split(';')[0]?.trim().toLowerCase() ?? null

const bodyFaults = ({ requestBody }: Operation, { body, headers = {} }: Wish): string[] => {
  if (body === undefined) return requestBody?.required ? ['request body is missing'] : []
  const type = essenceOf(lowerCased(headers)['content-type'] ?? 'application/json')
  const content = requestBody?.content[type ?? '']
  if (!content) return [`request body of ${type} is not documented`]
  return jsonFaults('request body', content.schema, body)
}

/** What the document has against a request; empty for one that it allows. */
export const requestFaults = (operation: Operation, wish: Wish): readonly string[] => {
  const { path = {}, query = {}, headers = {}, token } = wish
  const { 'content-type': _type, ...named } = lowerCased(headers)
  const given = { path, query, header: named }
  const parameters = (['path', 'query', 'header'] as const).flatMap(place => {
    const own = operation.parameters
      .filter(parameter => parameter.in === place)
      .map(one => ({ ...one, name: place === 'header' ? one.name.toLowerCase() : one.name }))
    return textFaults(`request ${place}`, own, given[place])
  })
  const secured = operation.security.length > 0
  const open = secured && token === null ? ['request has no token'] : []
  return [...open, ...parameters, ...bodyFaults(operation, wish)]
}

// Headers of HTTP itself, and the two that the document's description gives to every answer.
const general: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'transfer-encoding'],
  ...['cache-control', 'x-content-type-options'],
])

type Response = Operation['responses'][string]

const headerFaults = (response: Response, { headers }: Answer): string[] => {
  const named = Object.entries(response.headers).map(([name, header]) => ({
    ...header,
    name: name.toLowerCase(),
  }))
  const sent = Object.entries(headers).filter(([name]) => !general.has(name))
  return textFaults('answer header', named, Object.fromEntries(sent))
}

const contentFaults = ({ content }: Response, { headers, text, json }: Answer): string[] => {
  const type = essenceOf(headers['content-type'])
  if (Object.keys(content).length === 0)
    return type === null && text === '' ? [] : ['answer has a body that is not documented']
  const documented = content[type ?? '']
  return documented
    ? jsonFaults('answer body', documented.schema, json)
    : [`answer of ${type} is not documented`]
}

/** What the document has against an answer; empty for one that it allows. */
export const answerFaults = (operation: Operation, answer: Answer): readonly string[] => {
  const response = operation.responses[answer.status]
  if (!response) return ['status is not documented']
  return [...headerFaults(response, answer), ...contentFaults(response, answer)]
}
