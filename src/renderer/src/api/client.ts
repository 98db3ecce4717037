import { AppError, type Result, unwrap } from '../../../shared/app-error.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import type { ClientOf, Contract } from '../../../shared/contract/define.ts'
import type { Events } from '../../../shared/contract/index.ts'
import type { ErrorInfo } from '../../../shared/error.ts'

/** Every route of the contract as a function. A failure is thrown as `AppError`. */
export const createClient = <C extends Contract>(bridge: Bridge): ClientOf<C> =>
  // A route's name is made from the two property names, so the proxy has exactly the contract's members.
  namesOf(domain =>
    namesOf(route => (input: unknown) => request(bridge, `${domain}.${route}`, input)),
  ) as ClientOf<C>

const namesOf = (make: (name: string) => unknown): object => {
  const made = new Map<string, unknown>()
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined
        if (!made.has(name)) made.set(name, make(name))
        return made.get(name)
      },
    },
  )
}

const request = async (bridge: Bridge, route: string, input: unknown): Promise<unknown> =>
  unwrap(
    // The router in main parses every answer, so its shape is known here.
    (await bridge.request(route, input).catch(noAnswer)) as Result<unknown>,
  )

const noAnswer = (): never => {
  throw new AppError({ code: 'internal', incident: 'no-answer' })
}

/** What is shown for a failure. A bug in the page has no words of its own and is an incident. */
export const failureOf = (cause: unknown): ErrorInfo =>
  cause instanceof AppError ? cause.info : { code: 'internal', incident: 'page' }

export type On = <Name extends keyof Events>(
  name: Name,
  listener: (data: Events[Name]) => void,
) => () => void

/** Listens for one event of main. Returns the undo. */
export const createOn =
  (bridge: Bridge): On =>
  (name, listener) =>
    bridge.subscribe((sent, data) => {
      // Events are made by main with the types of `Events` and are not parsed again.
      if (sent === name) listener(data as Parameters<typeof listener>[0])
    })
