import { type Answer, ask, type TestService } from '../harness.ts'
import { type DocumentedProblem, type Operation, problemsOf } from './document.ts'
import { concerns, refusals } from './refusals.ts'
import type { Wish } from './validator.ts'
import { furtherWishes, type World, wishes } from './wishes.ts'

/** What a request should be answered with; `documented` is whatever the document tells of. */
export type Expected = 'success' | 'documented' | DocumentedProblem

/** One request of an operation and its answer. */
export type Exchange = {
  readonly operation: string
  readonly wish: Wish
  readonly answer: Answer
  readonly expected: Expected
}

const urlOf = ({ path }: Operation, wish: Wish): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(wish.path?.[name] ?? ''),
  )
  const query = new URLSearchParams(wish.query).toString()
  return query === '' ? filled : `${filled}?${query}`
}

const sendTo = ({ service, admin }: TestService, operation: Operation, wish: Wish) => {
  const { token = admin, body, headers = {} } = wish
  const url = `${service.url}${urlOf(operation, wish)}`
  return ask(service.identity.certificate, url, operation.method, { token, body, headers })
}

const inOrder = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = []
  for (const item of items) done.push(await work(item))
  return done
}

/** Those of the document, and those that it might have forgotten. */
const problemsToProvoke = (operation: Operation) => {
  const documented = problemsOf(operation)
  const others = Object.keys(refusals)
    .filter(name => documented.every(problem => problem.name !== name) && concerns(operation, name))
    .map(name => ({ name, expected: 'documented' as const }))
  return [...documented.map(expected => ({ name: expected.name, expected })), ...others]
}

const exchangesOf = async (world: World, operation: Operation): Promise<readonly Exchange[]> => {
  const { operationId } = operation
  const make = wishes[operationId]
  if (!make) throw new Error(`wishes.ts has no request for ${operationId}`)
  const good = async () => make(world)
  const sender =
    (expected: Expected) =>
    async (wish: Wish, service = world.service): Promise<Exchange> => {
      const answer = await sendTo(service, operation, wish)
      return { operation: operationId, wish, answer, expected }
    }
  const wish = await good()
  const repeatable = wish.headers?.['Idempotency-Key'] !== undefined
  const further = (await furtherWishes[operationId]?.(world)) ?? []
  const all = [...(repeatable ? [wish, wish] : [wish]), ...further]
  const successes = await inOrder(all, one => sender('success')(one))
  const refused = await inOrder(problemsToProvoke(operation), async ({ name, expected }) => {
    const refusal = refusals[name]
    if (refusal === undefined) throw new Error(`refusals.ts cannot bring about ${name}`)
    const given = { operation, world, good, send: sender(expected) }
    return refusal === null ? [] : [await refusal(given)].flat()
  })
  return [...successes, ...refused.flat()]
}

/** Asks the running service for every success and every problem that the document tells of. */
export const exchangeAll = async (
  world: World,
  operations: readonly Operation[],
): Promise<readonly Exchange[]> =>
  (await inOrder(operations, operation => exchangesOf(world, operation))).flat()
