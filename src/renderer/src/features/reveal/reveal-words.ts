import type { Intent, IntentKind, Reveal } from '../../../../shared/domain/intent.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { exactTime } from '../../ui/time.ts'

const titles = {
  create: 'Store your new API key',
  generate: 'Store the generated API key',
  rotate: 'Store the new secret of your API key',
} as const satisfies Record<IntentKind, string>

const happened = {
  create: 'was created',
  generate: 'got its API key',
  rotate: 'was rotated',
} as const satisfies Record<IntentKind, string>

/** Words of the dialog that shows a new secret once: the service's, or Claviger's. */
export const revealWords = (kind: IntentKind, profile: Profile | null) => ({
  title: profile?.reveal.title ?? titles[kind],
  /** "The key … was created in Preview." */
  noun: kind === 'generate' ? 'system' : 'key',
  happened: happened[kind],
  warning:
    profile?.reveal.warning ??
    'Store it now in a safe place: it cannot be seen again after this dialog is closed.',
  copy: profile?.reveal.copy ?? 'Copy key',
  done: profile?.reveal.done ?? 'Done',
})

/** What becomes of the secret before a rotation; null where there was none. */
export const beforeText = (
  kind: IntentKind,
  previousUntil: number | null,
  now: number,
): string | null => {
  if (kind !== 'rotate') return null
  return previousUntil !== null && previousUntil > now
    ? `The previous secret stays valid until ${exactTime(previousUntil)}.`
    : 'The previous secret is no longer valid.'
}

const losses = {
  create: 'nobody can use it: it can only be deleted and created anew.',
  generate: 'nobody can use its key: it can only be revoked and generated anew.',
  rotate: 'nobody can use its new secret: it can only be rotated once more.',
} as const satisfies Record<IntentKind, string>

/** What it means that nobody has stored the secret of the one that was just named. */
export const lossText = (kind: IntentKind): string => losses[kind]

/** Where the mark tells the key from others it is shown with the secret. */
export const showsMark = ({ kind, mask }: Pick<Reveal, 'kind' | 'mask'>): boolean =>
  kind === 'generate' && mask !== null

/** What an unfinished secret is of; null where its name says enough. */
export const unfinishedWhat = ({ kind }: Pick<Intent, 'kind'>): string | null => whats[kind]

const whats: Readonly<Record<IntentKind, string | null>> = {
  create: null,
  generate: 'Generated key',
  rotate: 'Rotated',
}
