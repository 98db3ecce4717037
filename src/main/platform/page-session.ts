import { type Session, session } from 'electron'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'

/** What may be asked for, whatever the page's own policy says: our files, images within them, and a developer's tools. */
const known: ReadonlySet<string> = new Set(['app:', 'data:', 'devtools:'])

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
    answer({ cancel: !known.has(new URL(url).protocol) }),
  )
  own.on('will-download', event => event.preventDefault())
  own.setProxy(nowhere).catch(cause => log('page-not-cut-off', faultOf(cause)))
  return own
}
