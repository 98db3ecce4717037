import type { KeyKind } from '../../../shared/domain/key.ts'
import type { Effect, Profile } from '../../../shared/domain/profile.ts'
import { shortText } from './visible-text.ts'

/** In the order in which they are shown. */
export const kindOrder = ['key', 'system'] as const satisfies readonly KeyKind[]

/** What makes one of this kind. */
export const createEffect = {
  key: 'create',
  system: 'create-system',
} as const satisfies Record<KeyKind, Effect>

const words = {
  key: {
    one: 'key',
    title: 'API keys',
    none: 'No API keys',
    text: 'A key lets an external tool or service sign in. Its secret is shown once, when it is created.',
  },
  system: {
    one: 'system',
    title: 'Systems',
    none: 'No systems',
    text: 'A system is a registered client. It owns one API key, which is generated for it and shown once.',
  },
} as const satisfies Record<KeyKind, unknown>

/** Name of the page on which the key of a system is generated and revoked, and of the button to it. */
export const manageText = (profile: Profile | null): string => {
  const own = profile?.kinds.system?.manage
  return own ? shortText(own, 40) : 'Manage API key'
}

/** What a list of this kind is called, in the service's words or Claviger's. `one` is a noun: "key". */
export const kindText = (kind: KeyKind, profile: Profile | null) => {
  const own = profile?.kinds[kind]
  const ours = words[kind]
  return {
    one: ours.one,
    title: own?.title ? shortText(own.title, 60) : ours.title,
    /** Title of the empty list, of the environment of this name or of both. */
    emptyTitle: (environment: string | null): string =>
      own?.emptyTitle ?? `${ours.none}${environment === null ? '' : ` in ${environment}`} yet`,
    /** A service that has a title of its own alone says no more. */
    emptyText: own?.emptyText ?? (own?.emptyTitle ? '' : ours.text),
  }
}
