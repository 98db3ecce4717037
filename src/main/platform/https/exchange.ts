import type { IncomingHttpHeaders } from 'node:http'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { AppError } from '../../../shared/error.ts'
import {
  standardLimits,
  type TransportRequest,
  type TransportResponse,
} from '../../base/transport.ts'
import { framingOf, readText } from './body.ts'
import { type Again, againAfter, failureOf, type Stage } from './failure.ts'
import type { Time } from './repeat.ts'

export type Outcome =
  | { readonly kind: 'answer'; readonly response: TransportResponse }
  | { readonly kind: 'failure'; readonly error: Error; readonly again: Again }

export const failed = (cause: unknown, stage: Stage, host: string): Outcome => {
  const error = failureOf(cause, stage, host)
  return { kind: 'failure', error, again: againAfter(cause, error) }
}

const flatten = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  )

type Reply = {
  /** False when the request was given up while it waited. */
  readonly begin: (controller: Dispatcher.DispatchController) => boolean
  readonly start: (status: number, headers: IncomingHttpHeaders) => void
  readonly body: PassThrough
  readonly fail: (cause: unknown) => void
}

const receive = ({ begin, start, body, fail }: Reply): Dispatcher.DispatchHandler => ({
  // Called before the first byte is written: what was given up before is never sent.
  onRequestStart: controller => {
    if (!begin(controller)) controller.abort(new AppError({ code: 'cancelled' }))
  },
  onResponseStart: (_controller, status, headers) => {
    if (status >= 200) start(status, headers)
  },
  onResponseData: (controller, chunk) => {
    if (body.destroyed || body.write(chunk)) return
    controller.pause()
    body.once('drain', () => controller.resume())
  },
  onResponseEnd: () => void body.end(),
  onResponseError: (_controller, error) => fail(error),
})

const dispatch = (pool: Dispatcher, request: TransportRequest, url: URL, reply: Reply): void => {
  const options = {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { 'accept-encoding': 'gzip, br', ...request.headers },
    body: request.body,
  }
  pool.dispatch(options, receive(reply))
}

/** Sends `request` to `url` over `pool`: one attempt, one answer. `left` is what is left of its time. */
export const exchange = (
  pool: Dispatcher,
  request: TransportRequest,
  url: URL,
  left: Time,
): Promise<Outcome> => {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const body = new PassThrough()
  let stage: Stage = 'connecting'
  let active: Dispatcher.DispatchController | null = null
  let over = false

  const finish = (): void => {
    over = true
    for (const limit of limits) clearTimeout(limit)
    request.signal?.removeEventListener('abort', cancel)
  }
  const fail = (cause: unknown): void => {
    if (over) return
    finish()
    const outcome = failed(cause, stage, url.host)
    body.destroy()
    if (outcome.kind === 'failure') active?.abort(outcome.error)
    resolve(outcome)
  }
  const cancel = (): void => fail(new AppError({ code: 'cancelled' }))
  const { firstByteMs = standardLimits.firstByteMs, isRead = request.method === 'GET' } = request
  const limits = [
    // While nothing was sent, a host that is slow to be reached is one that is not reached.
    setTimeout(
      () => stage === 'connecting' && fail(null),
      Math.min(left.connectMs, left.deadlineMs),
    ),
    setTimeout(() => fail(timeoutAfter(request.deadlineMs)), left.deadlineMs),
  ]
  request.signal?.addEventListener('abort', cancel)

  const begin = (controller: Dispatcher.DispatchController): boolean => {
    active = controller
    stage = 'sent'
    const late = () => stage === 'sent' && fail(timeoutAfter(firstByteMs))
    if (isRead && !over) limits.push(setTimeout(late, firstByteMs))
    return !over
  }
  const start = (status: number, headers: IncomingHttpHeaders): void => {
    stage = 'answering'
    readText(body, framingOf(status, headers), request.maxBytes).then(async text => {
      finish()
      // undici frees the connection one turn later; the next request shall find it free.
      await setImmediate()
      const read = text === null ? { body: '', unreadable: true } : { body: text }
      resolve({ kind: 'answer', response: { status, headers: flatten(headers), ...read } })
    }, fail)
  }

  if (request.signal?.aborted) cancel()
  else dispatch(pool, request, url, { begin, start, body, fail })
  return promise
}

const timeoutAfter = (ms: number): AppError => new AppError({ code: 'timeout', seconds: ms / 1000 })
