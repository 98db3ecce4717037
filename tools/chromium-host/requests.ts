import type { EventEmitter } from 'node:events'
import type { Protocol, Session } from './connection.ts'
import type { Frames } from './frames.ts'
import { emitPreventable } from './implement.ts'
import type { HostSession } from './session.ts'
import { fromStandIn, schemeOf, toStandInText } from './stand-in.ts'

type Paused = Protocol.Fetch.requestPausedPayload

/** Who started a page's navigations: the host says so before its own, Chromium before the page's. */
export type Navigations = {
  readonly expect: () => void
  readonly isPages: (paused: Paused) => boolean
}

export const trackNavigations = (session: Session, frames: Frames): Navigations => {
  const byPage = new Set<string>()
  let byHost = false
  session.on('Page.frameRequestedNavigation', ({ frameId }) => byPage.add(frameId))
  return {
    expect: () => {
      byHost = true
    },
    isPages: ({ frameId }) => {
      const own = frames.isMain(frameId) && byHost
      if (frames.isMain(frameId)) byHost = false
      return byPage.delete(frameId) && !own
    },
  }
}

/** True when main's listeners let this navigation go on. */
const mayNavigate = (
  paused: Paused,
  contents: EventEmitter,
  frames: Frames,
  navigations: Navigations,
): boolean => {
  const url = fromStandIn(paused.request.url)
  const isMainFrame = frames.isMain(paused.frameId)
  const frame = frames.ofId(paused.frameId)
  const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame }
  const rest = [url, false, isMainFrame]
  if (paused.redirectedRequestId !== undefined)
    return !emitPreventable(contents, 'will-redirect', details, ...rest)
  if (!navigations.isPages(paused) && schemeOf(url) !== undefined) return true
  if (emitPreventable(contents, 'will-frame-navigate', details, ...rest)) return false
  return !(isMainFrame && emitPreventable(contents, 'will-navigate', details, ...rest))
}

const toRequest = ({ request }: Paused): Request => {
  const body = request.postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))
  const hasBody = body && !['GET', 'HEAD'].includes(request.method)
  return new Request(fromStandIn(request.url), {
    method: request.method,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, fromStandIn(value)]),
    ),
    ...(hasBody && { body: Buffer.concat(body) }),
  })
}

// A window opens no other: without `allow-popups` neither a script nor a link can, and without
// `allow-downloads` nothing is saved. The rest of a page's freedom is its own policy's business.
const sandbox = {
  name: 'content-security-policy',
  value:
    'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-pointer-lock ' +
    'allow-top-navigation',
}

const fulfill = async (session: Session, requestId: string, response: Response) => {
  const body = Buffer.from(await response.arrayBuffer())
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [
      sandbox,
      ...[...response.headers].map(([name, value]) => ({ name, value: toStandInText(value) })),
    ],
    body: body.toString('base64'),
  })
}

/** Answers every request of the page: from its session's protocol handlers, or not at all. */
export const answerRequests = (
  session: Session,
  hostSession: HostSession,
  contents: EventEmitter,
  frames: Frames,
  navigations: Navigations,
): void => {
  const answer = async (paused: Paused) => {
    const { requestId, resourceType } = paused
    const isNavigation = resourceType === 'Document'
    const refuse = () =>
      session.send('Fetch.failRequest', {
        requestId,
        // An aborted navigation leaves the page as it is; another failure would show an error page.
        errorReason: isNavigation ? 'Aborted' : 'BlockedByClient',
      })
    if (isNavigation && !mayNavigate(paused, contents, frames, navigations)) return refuse()
    const handler = hostSession.answerOf(schemeOf(fromStandIn(paused.request.url)) ?? '')
    if (!handler) return refuse()
    try {
      await fulfill(session, requestId, await handler(toRequest(paused)))
    } catch (error) {
      process.stderr.write(`${paused.request.url}: ${error}\n`)
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
    }
  }
  // A request whose page has gone needs no answer.
  session.on('Fetch.requestPaused', paused => answer(paused).catch(() => undefined))
}
