import type { WebFrameMain } from 'electron'
import type { Session } from './connection.ts'
import { implement } from './implement.ts'
import { fromStandIn } from './stand-in.ts'
import { worldName } from './worlds.ts'

type Frame = {
  readonly id: string
  readonly parentId: string | undefined
  readonly routingId: number
  readonly url: string
}
type Context = { readonly frameId: string; readonly origin: string; readonly world: string }

/** The frames of one page and the script contexts in them, as Chromium last told. */
export type Frames = {
  /** The frame that a script context belongs to; null once it has gone. */
  readonly ofContext: (contextId: number) => WebFrameMain | null
  readonly ofId: (frameId: string | undefined) => WebFrameMain | null
  readonly main: () => WebFrameMain
  /** True while the page is the one that a window starts with: the host's business alone. */
  readonly isBlank: () => boolean
  readonly isMain: (frameId: string | undefined) => boolean
  /** The context in which the top frame's preload runs. */
  readonly preloadContext: () => number | undefined
}

export const trackFrames = (session: Session, processId: number): Frames => {
  const frames = new Map<string, Frame>()
  const contexts = new Map<number, Context>()
  let routingIds = 0
  let mainId = ''

  const put = (id: string, parentId: string | undefined, url: string) => {
    const known = frames.get(id)
    if (!known) routingIds += 1
    frames.set(id, { id, parentId, url, routingId: known?.routingId ?? routingIds })
    if (parentId === undefined) mainId = id
  }
  session.on('Page.frameAttached', ({ frameId, parentFrameId }) => put(frameId, parentFrameId, ''))
  session.on('Page.frameNavigated', ({ frame }) =>
    put(frame.id, frame.parentId, frame.url + (frame.urlFragment ?? '')),
  )
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) =>
    put(frameId, frames.get(frameId)?.parentId, url),
  )
  session.on('Page.frameDetached', ({ frameId }) => frames.delete(frameId))
  trackContexts(session, contexts)

  const originOf = (frameId: string): string =>
    [...contexts.values()].find(context => context.frameId === frameId && context.world === '')
      ?.origin ?? 'null'
  const describe = (frame: Frame, origin: string): WebFrameMain =>
    implement<WebFrameMain>('WebFrameMain', {
      url: fromStandIn(frame.url),
      // Blink writes an opaque origin as `://`, the web platform as `null`.
      origin: origin === '://' || origin === '' ? 'null' : fromStandIn(origin),
      frameToken: frame.id,
      routingId: frame.routingId,
      frameTreeNodeId: frame.routingId,
      processId,
      detached: !frames.has(frame.id),
      parent: frame.parentId === undefined ? null : ofId(frame.parentId),
      top: frame.parentId === undefined ? null : ofId(mainId),
      isDestroyed: () => !frames.has(frame.id),
    })
  const ofId = (frameId: string | undefined): WebFrameMain | null => {
    const frame = frames.get(frameId ?? '')
    return frame ? describe(frame, originOf(frame.id)) : null
  }
  return {
    ofId,
    ofContext: contextId => {
      const context = contexts.get(contextId)
      const frame = frames.get(context?.frameId ?? '')
      return context && frame ? describe(frame, context.origin) : null
    },
    main: () =>
      ofId(mainId) ?? describe({ id: mainId, parentId: undefined, routingId: 1, url: '' }, 'null'),
    isBlank: () => /^(data:|$)/.test(frames.get(mainId)?.url ?? ''),
    isMain: frameId => frameId === mainId,
    preloadContext: () =>
      [...contexts].find(
        ([, { frameId, world }]) => frameId === mainId && world === worldName,
      )?.[0],
  }
}

const trackContexts = (session: Session, contexts: Map<number, Context>) => {
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { frameId = '', isDefault = false }: { frameId?: string; isDefault?: boolean } =
      context.auxData ?? {}
    const world = isDefault ? '' : context.name
    contexts.set(context.id, { frameId, origin: context.origin, world })
  })
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
    contexts.delete(executionContextId),
  )
  session.on('Runtime.executionContextsCleared', () => contexts.clear())
  // They are gone without a word, and what is asked of them would never be answered.
  session.on('Inspector.targetCrashed', () => contexts.clear())
}
