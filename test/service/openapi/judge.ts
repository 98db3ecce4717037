import { nameOf, type Operation, operationsOf, problemsOf } from './document.ts'
import type { Exchange } from './exchange.ts'
import { forbidden, refusals } from './refusals.ts'
import { answerFaults, requestFaults } from './validator.ts'

const problemFaults = (operation: Operation, { answer, expected }: Exchange): string[] => {
  const name = nameOf(answer.json)
  const told = `${answer.status} ${name}`
  const wanted = expected instanceof Object ? `${expected.status} ${expected.name}` : told
  const documented = problemsOf(operation).map(problem => `${problem.status} ${problem.name}`)
  return [
    ...(told === wanted ? [] : [`answered ${name} instead of ${wanted}`]),
    ...(documented.includes(told) ? [] : [`problem ${name} is not documented`]),
  ]
}

const expectedFaults = (operation: Operation, exchange: Exchange): readonly string[] => {
  const { wish, answer, expected } = exchange
  if (expected === 'success')
    return answer.status < 300
      ? requestFaults(operation, wish)
      : [`answered ${answer.text} instead of succeeding`]
  if (answer.status >= 400) return problemFaults(operation, exchange)
  return expected === 'documented' ? [] : [`succeeded instead of answering ${expected.name}`]
}

const exchangeFaults = (operation: Operation, exchange: Exchange): string[] =>
  [...expectedFaults(operation, exchange), ...answerFaults(operation, exchange.answer)].map(
    fault => `${operation.operationId} ${exchange.answer.status}: ${fault}`,
  )

const provokedBy = ({ expected }: Exchange): string | null =>
  expected instanceof Object ? expected.name : null

/** What the document should forbid, and does not. */
const allowed = (operation: Operation, exchanges: readonly Exchange[]): string[] =>
  problemsOf(operation)
    .filter(({ name }) => forbidden.has(name))
    .filter(({ name }) => {
      const refused = exchanges.filter(exchange => provokedBy(exchange) === name)
      return refused.every(({ wish }) => requestFaults(operation, wish).length === 0)
    })
    .map(({ name }) => `${operation.operationId} allows what is refused with ${name}`)

/** The successes and problems that the document tells of an operation, and no exchange has shown. */
const unseenAnswers = (operation: Operation, exchanges: readonly Exchange[]): string[] => {
  const answered = new Set(exchanges.map(({ answer }) => String(answer.status)))
  const provoked = new Set(exchanges.map(provokedBy))
  const successes = Object.keys(operation.responses).filter(status => status.startsWith('2'))
  const problems = problemsOf(operation).filter(({ name }) => refusals[name] !== null)
  return [
    ...successes.filter(status => !answered.has(status)),
    ...problems.map(({ name }) => name).filter(name => !provoked.has(name)),
  ].map(what => `${operation.operationId} never answered ${what}`)
}

/** The same of headers: each operation's own of a success; problems are shared, and so are their headers. */
const unseenHeaders = (operation: Operation, exchanges: readonly Exchange[]): string[] =>
  Object.entries(operation.responses).flatMap(([status, { headers }]) => {
    const answers = exchanges
      .filter(exchange => exchange.operation === operation.operationId || !status.startsWith('2'))
      .map(({ answer }) => answer)
      .filter(answer => String(answer.status) === status)
    return Object.keys(headers)
      .filter(name => answers.length > 0 && !answers.some(one => name.toLowerCase() in one.headers))
      .map(name => `${operation.operationId} never answered ${status} with the header ${name}`)
  })

/**
 * What a document and exchanges with the service have against each other: requests, statuses, headers, content types
 * and bodies that it does not allow, and operations, successes, problems and headers that no exchange has shown.
 */
export const judge = async (
  document: unknown,
  exchanges: readonly Exchange[],
): Promise<readonly string[]> => {
  const operations = await operationsOf(document)
  const known = new Set(operations.map(({ operationId }) => operationId))
  const strange = exchanges.map(({ operation }) => operation).filter(name => !known.has(name))
  const faults = operations.flatMap(operation => {
    const own = exchanges.filter(exchange => exchange.operation === operation.operationId)
    return [
      ...own.flatMap(one => exchangeFaults(operation, one)),
      ...allowed(operation, own),
      ...unseenAnswers(operation, own),
      ...unseenHeaders(operation, exchanges),
    ]
  })
  return [...[...new Set(strange)].map(name => `${name} is not documented`), ...faults]
}
