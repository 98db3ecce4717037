import { nameOf, type Operation, operationsOf, problemsOf } from './document.ts'
import type { Exchange } from './exchange.ts'
import { forbidden, refusals } from './refusals.ts'
import { answerFaults, requestFaults } from './validator.ts'

const expectedFaults = (operation: Operation, { answer, expected }: Exchange): string[] => {
  if (expected === null)
    return answer.status < 300 ? [] : [`answered ${answer.text} instead of succeeding`]
  const wanted = `${expected.status} ${expected.name}`
  if (answer.status < 400) return [`succeeded instead of answering ${wanted}`]
  const name = nameOf(answer.json)
  const documented = problemsOf(operation)
    .filter(({ status }) => status === answer.status)
    .map(problem => problem.name)
  return [
    ...(`${answer.status} ${name}` === wanted ? [] : [`answered ${name} instead of ${wanted}`]),
    ...(documented.includes(name) ? [] : [`problem ${name} is not documented`]),
  ]
}

const exchangeFaults = (operation: Operation, exchange: Exchange): string[] =>
  [
    ...(exchange.expected === null ? requestFaults(operation, exchange.wish) : []),
    ...expectedFaults(operation, exchange),
    ...answerFaults(operation, exchange.answer),
  ].map(fault => `${operation.operationId} ${exchange.answer.status}: ${fault}`)

/** What the document should forbid, and does not. */
const allowed = (operation: Operation, exchanges: readonly Exchange[]): string[] =>
  problemsOf(operation)
    .filter(({ name }) => forbidden.has(name))
    .filter(({ name }) => {
      const refused = exchanges.filter(({ expected }) => expected?.name === name)
      return refused.every(({ wish }) => requestFaults(operation, wish).length === 0)
    })
    .map(({ name }) => `${operation.operationId} allows what is refused with ${name}`)

/** The successes and problems that the document tells of an operation, and no exchange has shown. */
const unseenAnswers = (operation: Operation, exchanges: readonly Exchange[]): string[] => {
  const answered = new Set(exchanges.map(({ answer }) => String(answer.status)))
  const provoked = new Set(exchanges.map(({ expected }) => expected?.name))
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
