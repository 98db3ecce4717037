import { type Session, session } from 'electron'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'

/** Schemes by which something could leave the page, whatever its own policy says. */
const ways: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:', 'file:'])

/**
 * Names and WebRTC are beside what a request handler sees: with a proxy where nothing listens Chromium neither looks up a
 * name for a page nor finds a way out. `<-loopback>` sends even this computer's own addresses there.
 */
const nowhere = {
  mode: 'fixed_servers',
  proxyRules: '127.0.0.1:1',
  proxyBypassRules: '<-loopback>',
} as const

/** A session of its own that is never written to disk, asks for nothing, may use nothing and reaches nothing. */
export const createPageSession = (page: (request: Request) => Response, log: Log): Session => {
  const own = session.fromPartition('claviger', { cache: false })
  own.protocol.handle('app', request => page(request))
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  own.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: ways.has(new URL(url).protocol) }),
  )
  own.on('will-download', event => event.preventDefault())
  own.setProxy(nowhere).catch(cause => log('page-not-cut-off', faultOf(cause)))
  return own
}
