import type { CustomScheme, Protocol, Session, WebRequest } from 'electron'
import { browser } from './browser.ts'
import { createEmitter, implement, notImplemented } from './implement.ts'
import { proxyIn } from './proxy.ts'
import { isReady } from './readiness.ts'
import { addScheme } from './stand-in.ts'

type Answer = Parameters<Protocol['handle']>[1]
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0]
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0]

/** A session with what the host itself needs of it. All share the browser's one fresh profile. */
export type HostSession = {
  readonly electron: Session
  readonly answerOf: (scheme: string) => Answer | undefined
  readonly permissionHandlers: () => {
    readonly check: CheckHandler
    readonly request: RequestHandler
  }
}

const registered = new Set<string>()

const registerSchemesAsPrivileged = (schemes: readonly CustomScheme[]): void => {
  if (isReady())
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
  for (const { scheme, privileges } of schemes) {
    if (!privileges?.standard || !privileges.secure)
      notImplemented(`a scheme that is not standard and secure (${scheme})`)
    registered.add(scheme)
    addScheme(scheme)
  }
}

const createProtocol = (answers: Map<string, Answer>): Protocol =>
  implement<Protocol>('protocol', {
    registerSchemesAsPrivileged,
    handle: (scheme, answer) => {
      if (!registered.has(scheme)) notImplemented(`protocol.handle of an unregistered ${scheme}:`)
      if (answers.has(scheme)) throw new Error(`The ${scheme} scheme has been registered`)
      answers.set(scheme, answer)
    },
    unhandle: scheme => {
      answers.delete(scheme)
    },
    isProtocolHandled: scheme => answers.has(scheme),
  })

const createSession = (): HostSession => {
  const answers = new Map<string, Answer>()
  let check: CheckHandler = null
  let request: RequestHandler = null
  const electron = implement<Session>(
    'Session',
    {
      protocol: createProtocol(answers),
      setPermissionCheckHandler: handler => {
        check = handler
      },
      setPermissionRequestHandler: handler => {
        request = handler
      },
      // No device is ever offered by this host, so there is nothing to ask the handler about.
      setDevicePermissionHandler: () => undefined,
      setSpellCheckerEnabled: () => undefined,
      // What no protocol handler answers fails here, before a listener or a proxy could be asked.
      webRequest: implement<WebRequest>('webRequest', { onBeforeRequest: () => undefined }),
      setProxy: async () => undefined,
      clearStorageData,
      resolveProxy: proxyIn(process.env),
    },
    createEmitter('Session', ['will-download']),
  )
  return {
    electron,
    answerOf: scheme => answers.get(scheme),
    permissionHandlers: () => ({ check, request }),
  }
}

const clearStorageData: Session['clearStorageData'] = async () => {
  await browser().send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' })
  await browser().send('Storage.clearCookies')
}

const sessions = new Map<string, HostSession>()

const fromPartition = (partition: string): Session => hostSession(partition).electron

/** The session of `partition`; the default one is the empty name. */
export const hostSession = (partition: string): HostSession => {
  const known = sessions.get(partition) ?? createSession()
  sessions.set(partition, known)
  return known
}

/** The host's half of a session that the application holds. */
export const hostSessionOf = (electron: Session): HostSession =>
  [...sessions.values()].find(session => session.electron === electron) ??
  notImplemented('a session of another making')

export const session = implement<typeof import('electron').session>('session', {
  get defaultSession() {
    return hostSession('').electron
  },
  fromPartition,
})

export const protocol = hostSession('').electron.protocol
