import type { IncomingHttpHeaders } from 'node:http'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { AppError } from '../../../shared/error.ts'
import type { TransportRequest, TransportResponse } from '../../base/transport.ts'
import { framingOf, readText } from './body.ts'
import { failureOf, type Stage } from './failure.ts'

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
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { 'accept-encoding': 'gzip, br', ...request.headers },
    body: request.body,
  }
  pool.dispatch(options, receive(reply))
}

/** Sends `request` to `url` over `pool`: one attempt, one deadline, one answer. */
export const exchange = (
  pool: Dispatcher,
  request: TransportRequest,
  url: URL,
): Promise<TransportResponse> => {
  const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>()
  const body = new PassThrough()
  let stage: Stage = 'connecting'
  let active: Dispatcher.DispatchController | null = null
  let over = false

  const finish = (): void => {
    over = true
    clearTimeout(deadline)
    request.signal?.removeEventListener('abort', cancel)
  }
  const fail = (cause: unknown): void => {
    if (over) return
    finish()
    const error = failureOf(cause, stage, url.host)
    body.destroy()
    active?.abort(error)
    reject(error)
  }
  const cancel = (): void => fail(new AppError({ code: 'cancelled' }))
  const late = new AppError({ code: 'timeout', seconds: request.deadlineMs / 1000 })
  // While nothing was sent, a host that is slow to be reached is one that is not reached.
  const expire = (): void => fail(stage === 'connecting' ? null : late)
  const deadline = setTimeout(expire, request.deadlineMs)
  request.signal?.addEventListener('abort', cancel)

  const begin = (controller: Dispatcher.DispatchController): boolean => {
    active = controller
    stage = 'sent'
    return !over
  }
  const start = (status: number, headers: IncomingHttpHeaders): void => {
    stage = 'answering'
    readText(body, framingOf(status, headers), request.maxBytes).then(async text => {
      finish()
      // undici frees the connection one turn later; the next request shall find it free.
      await setImmediate()
      resolve({ status, headers: flatten(headers), body: text })
    }, fail)
  }

  if (request.signal?.aborted) cancel()
  else dispatch(pool, request, url, { begin, start, body, fail })
  return promise
}
