import { redact } from './redact.ts'

/**
 * All that a line may say beside its event, and the form that it must have: words of this program, codes and places in
 * its code. A new field is named here first. What has another form was not meant for the log and is withheld.
 */
const forms = {
  code: /^[\w-]{1,60}$/,
  incident: /^[\da-f-]{36}$/,
  kind: /^[\w -]{1,120}$/,
  name: /^[\w .:-]{1,60}$/,
  place: /^[\w.@-]{1,120}:\d{1,7}:\d{1,7}$/,
  reason: /^[\w -]{1,60}$/,
  route: /^[A-Za-z]{1,30}\.[A-Za-z]{1,30}$/,
  type: /^[\w -]{1,60}$/,
} as const

/** Never a header, a body, a message, an address, or the name of a key. */
export type LogFields = { readonly [Field in keyof typeof forms]?: string | null }
export type Log = (event: string, fields?: LogFields) => void

export const withheld = '[withheld]'
const eventForm = /^[a-z][a-z-]{0,59}$/
const beyondAscii = /[^\x20-\x7e]/g

/** One line of JSON per event, printable ASCII only, so that no name can forge a line or colour a terminal. */
export const createLog =
  (write: (line: string) => void, now: () => number): Log =>
  (event, fields = {}) => {
    const line = {
      at: new Date(now()).toISOString(),
      event: eventForm.test(event) ? redact(event) : withheld,
      ...allowed(fields),
    }
    write(
      `${JSON.stringify(line).replace(beyondAscii, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
    )
  }

/** By its name and by its form: whoever calls may have had the types wrong. */
const allowed = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(forms).flatMap(([field, form]) => {
      const value: unknown = Object.getOwnPropertyDescriptor(fields, field)?.value
      if (value === undefined) return []
      const fits = typeof value === 'string' && form.test(value)
      return [[field, value === null ? null : fits ? redact(value) : withheld]]
    }),
  )
