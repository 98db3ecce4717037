import type { HandlersOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/error.ts'
import { judgeServiceUrl } from '../services/connections/service-url.ts'
import type { Services } from '../services/index.ts'
import type { CertificateReader, PreferenceFile, Store } from '../services/ports.ts'

export type HandlerParts = Services & {
  readonly version: string
  readonly store: Store
  readonly preferences: PreferenceFile & { readonly reset: boolean }
  readonly readCertificate: CertificateReader
  /** Applies what of the preferences concerns the window itself. */
  readonly onPreference: () => void
}

/** Every route, one line each: which service answers it. */
export const createHandlers = (parts: HandlerParts): HandlersOf<AppContract> => ({
  app: appHandlers(parts),
  connections: {
    list: parts.connections.list,
    connectors: parts.connections.connectors,
    openCredentialPage: parts.connections.openCredentialPage,
    certificate: ({ url }) => readCertificate(parts, url),
    test: parts.connections.test,
    add: parts.connections.add,
    startBuiltIn: parts.connections.startBuiltIn,
    edit: parts.connections.edit,
    authenticate: parts.connections.authenticate,
    remove: parts.connections.remove,
    profile: parts.connections.profile,
  },
  keys: {
    ...parts.keys,
    create: parts.issuing.create,
    generate: parts.issuing.generate,
    rotate: parts.issuing.rotate,
    sync: parts.sync.state,
    syncs: parts.sync.states,
    refresh: parts.sync.refresh,
    stop: parts.sync.stopReading,
    watch: async ({ scopes }) => {
      parts.sync.watch(scopes)
      return null
    },
  },
  audit: parts.audit,
  files: parts.files,
  handOffs: {
    open: parts.handOffs.open,
    mark: parts.handOffs.mark,
  },
  proofs: {
    list: parts.proofs.list,
    again: parts.proofs.again,
    dismiss: parts.proofs.dismiss,
  },
  reveals: {
    pending: async () => parts.reveals.pending(),
    copy: parts.reveals.copy,
    copyAgain: parts.copyAgain,
    show: parts.reveals.show,
    hidden: parts.visible.drop,
    acknowledge: parts.reveals.acknowledge,
    open: parts.issuing.open,
    recover: parts.issuing.recover,
    stored: parts.issuing.stored,
    look: parts.issuing.look,
    abandon: parts.issuing.abandon,
    dismiss: parts.issuing.dismiss,
  },
})

const appHandlers = (parts: HandlerParts): HandlersOf<AppContract>['app'] => ({
  info: async () => ({
    version: parts.version,
    notices: [
      ...parts.store.notices,
      ...(parts.preferences.reset ? [{ kind: 'preferences-reset' as const }] : []),
    ],
    readOnly: parts.store.readOnly,
  }),
  preferences: async () => parts.preferences.read(),
  prefer: async change => {
    const preferences = parts.preferences.write(change)
    parts.onPreference()
    return preferences
  },
  lockState: async () => parts.lock.state(),
  lock: async how => parts.lock.ask(how),
  unlock: async () => parts.lock.open(),
  activity: async ({ before, limit }) => [...(await parts.store.activity.list(before, limit))],
})

const readCertificate = async ({ readCertificate }: HandlerParts, text: string) => {
  // Whatever path it has, the certificate is the host's.
  const url = judgeServiceUrl(text, { path: '' })
  if (url.ok) return readCertificate(new URL(url.url).origin)
  throw new AppError({ code: 'invalid-input', issues: [{ field: 'url', problem: url.problem }] })
}
