import { randomUUID } from 'node:crypto'
import type { Contract, HandlersOf, Route } from '../../shared/contract/define.ts'
import {
  type ErrorInfo,
  type FieldProblem,
  fieldProblems,
  type Issue,
  infoOf,
  type Result,
} from '../../shared/error.ts'
import type { z } from '../../shared/zod.ts'
import { toldError } from '../base/told-error.ts'
import { isModest } from './modest.ts'

export type Router = (route: unknown, input: unknown) => Promise<Result<unknown>>

/** Told of every bug: the incident's number goes to the page, the cause only here. */
export type OnIncident = (incident: string, route: string, cause: unknown) => void

type Entry = { readonly route: Route; readonly run: (input: unknown) => Promise<unknown> }

/**
 * The door's second gate. Only declared routes exist; input is parsed before and output after the handler, which
 * drops every field that the contract does not name. Never rejects: bugs become `internal`.
 */
export const createRouter = <C extends Contract>(
  contract: C,
  handlers: HandlersOf<C>,
  onIncident: OnIncident,
): Router => {
  const entries = entriesOf(contract, handlers)
  return async (name, input) => {
    const entry = typeof name === 'string' ? entries.get(name) : undefined
    if (!entry) return failed({ code: 'unknown-route' })
    if (!isModest(input)) return failed(immodest)
    const parsed = entry.route.input.safeParse(input)
    if (!parsed.success) return failed({ code: 'invalid-input', issues: issuesOf(parsed.error) })
    try {
      return { ok: true, value: entry.route.output.parse(await entry.run(parsed.data)) }
    } catch (cause) {
      const info = infoOf(cause)
      if (info) return failed(toldError(info))
      const incident = randomUUID()
      onIncident(incident, String(name), cause)
      return failed({ code: 'internal', incident })
    }
  }
}

/** Of no field: none of it was read. */
const immodest: ErrorInfo = { code: 'invalid-input', issues: [{ field: '', problem: 'too-long' }] }

const failed = (error: ErrorInfo): Result<never> => ({ ok: false, error })

const entriesOf = <C extends Contract>(contract: C, handlers: HandlersOf<C>): Map<string, Entry> =>
  new Map(
    Object.entries(contract).flatMap(([domain, routes]) =>
      Object.entries(routes).map(([name, route]): [string, Entry] => [
        `${domain}.${name}`,
        // HandlersOf proves at compile time that the handler takes what this route's input parses to.
        { route, run: handlers[domain]?.[name] as Entry['run'] },
      ]),
    ),
  )

const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.map(issue => ({ field: issue.path.join('.'), problem: problemOf(issue) }))

const problemOf = (issue: z.core.$ZodIssue): FieldProblem => {
  const own = fieldProblems.find(problem => problem === issue.message)
  if (own) return own
  if (issue.code === 'too_big') return 'too-long'
  return issue.code === 'too_small' ? 'empty' : 'malformed'
}
