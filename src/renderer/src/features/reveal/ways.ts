import { isProbablyNotMade } from '../../../../shared/domain/finding.ts'
import { isUsedSince, type Unfinished } from '../../../../shared/domain/intent.ts'
import type { KeyId } from '../../../../shared/domain/key.ts'

/** What can be done about an unfinished secret. `undo` is of one key: with `again`, it is then made anew. */
export type Way =
  | { readonly do: 'dismiss'; readonly label: string }
  | { readonly do: 'stored' | 'look' | 'get' | 'rotate' | 'anew'; readonly label: string }
  | {
      readonly do: 'undo'
      readonly label: string
      readonly key: KeyId | null
      readonly again: boolean
    }

type Around = {
  /** Its connection is gone, and there is no other to its service. */
  readonly removed: boolean
  /** The service was asked for the secret, and whoever asked is another than then. */
  readonly lost: boolean
}

/** In the order in which they stand; the last is what most would do. */
export const waysOf = (intent: Unfinished, { removed, lost }: Around): readonly Way[] => {
  const isOpen = !removed && intent.repeatable && !lost
  const found = removed ? [] : foundWays(intent, isOpen)
  return [
    ...(isDismissible(intent, removed || lost)
      ? [{ do: 'dismiss', label: dismissLabel(intent) } as const]
      : []),
    ...(intent.state === 'revealed' ? [{ do: 'stored', label: 'I have stored it' } as const] : []),
    ...(canLook(intent, lost) && !removed ? [{ do: 'look', label: 'Look again' } as const] : []),
    ...found,
    ...(isOpen ? [{ do: 'get', label: 'Get the key' } as const] : []),
  ]
}

const keysOf = ({ finding }: Unfinished) => (finding?.kind === 'made' ? finding.keys : [])

const isDismissible = (intent: Unfinished, isForeign: boolean): boolean => {
  const { kind, finding, undo, repeatable, key, looking } = intent
  if (isForeign || kind === 'rotate' || (undo === null && !repeatable)) return true
  if (finding !== null && (finding.kind !== 'not-seen' || isProbablyNotMade(finding))) return true
  // Nothing more becomes known by itself.
  return key === null && !looking && !repeatable
}

/** What was found stays at the service. */
const dismissLabel = (intent: Unfinished): string => {
  const keys = keysOf(intent)
  if (keys.length === 0) return 'Dismiss'
  return keys.length === 1 ? 'Leave it' : 'Leave them'
}

const canLook = ({ key, looking, finding, repeatable }: Unfinished, lost: boolean): boolean =>
  key === null &&
  !looking &&
  (finding === null
    ? !repeatable || lost
    : finding.kind === 'unclear' || finding.kind === 'not-seen')

const undoLabels = {
  delete: { alone: 'Delete it', again: 'Delete and create again' },
  revoke: { alone: 'Revoke it', again: 'Revoke and generate again' },
} as const

const anewLabels = { create: 'Create again', generate: 'Generate again' } as const

/** With several keys, each has its own beside it. */
const foundWays = (intent: Unfinished, isOpen: boolean): readonly Way[] => {
  const { kind, undo, key } = intent
  const keys = keysOf(intent)
  if (keys.length > 1) return []
  if (kind !== 'rotate' && keys.some(found => isUsedSince(intent, found))) return []
  const known = keys[0]?.id ?? null
  const isMade = known !== null || key !== null
  if (kind === 'rotate') {
    const isRotated =
      isMade || isProbablyNotMade(intent.finding) || intent.finding?.kind === 'unclear'
    return isRotated && !isOpen ? [{ do: 'rotate', label: 'Rotate again' }] : []
  }
  if (isProbablyNotMade(intent.finding) && !isOpen) return [{ do: 'anew', label: anewLabels[kind] }]
  if (undo === null || !(isMade || isOpen)) return []
  const labels = undoLabels[undo]
  const alone = { do: 'undo', label: labels.alone, key: known, again: false } as const
  return isOpen ? [alone] : [alone, { ...alone, label: labels.again, again: true }]
}
