import type { Finding } from '../../../../shared/domain/finding.ts'
import { type IntentKind, isUsedSince, type Unfinished } from '../../../../shared/domain/intent.ts'
import type { KeyRecord } from '../../../../shared/domain/key.ts'
import { assertNever } from '../../../../shared/error.ts'
import { exactTime } from '../../ui/time.ts'

/** What is known of an unfinished secret, and what to do about it, in sentences. Times in ms since 1970 UTC. */
export const whatBecame = (intent: Unfinished, now: number): string => {
  const { finding, key, state } = intent
  if (state === 'revealed') return `Its secret was copied or shown. ${storedOr(intent)}`
  if (key !== null) return answeredText(intent)
  if (finding === null) return lostText(intent)
  switch (finding.kind) {
    case 'made':
      return madeText(intent, finding.keys, now)
    case 'not-seen':
      return notSeenText(intent, finding.times)
    case 'unclear':
      return unclear[finding.cause]
    case 'misplaced':
      return misplacedText(finding)
    default:
      return assertNever(finding)
  }
}

const get = { create: 'Get the key', generate: 'Get the key', rotate: 'Get the key' } as const

/** "Get the key to store it now, or undo it." */
const getOr = ({ kind, undo }: Unfinished): string =>
  `${get[kind]} to store it now${undo === null ? '.' : ', or undo it.'}`

const storedOr = (intent: Unfinished): string =>
  intent.repeatable ? getOr(intent) : `Say that it is stored, or ${orElse[intent.kind]}.`

const orElse = {
  create: 'delete it',
  generate: 'revoke it',
  rotate: 'rotate it once more',
} as const satisfies Record<IntentKind, string>

const there = {
  create: 'The key is there, and nobody has seen its secret.',
  generate: 'The system has this key, and nobody here has seen its secret.',
  rotate: 'It was rotated, and nobody has seen its new secret.',
} as const satisfies Record<IntentKind, string>

/** By its name and age, or its mark: the service did not say that it is the one. */
const match = {
  create:
    'A new key of this name is at the service, most likely the one that was asked for. Nobody here has seen its secret. If it is somebody else’s, leave it.',
  generate:
    'The system has a key, most likely the one that was asked for. Nobody here has seen its secret. If it is somebody else’s, leave it.',
  rotate:
    'It has another secret than before, which nobody here has seen. If somebody else rotated it, leave it.',
} as const satisfies Record<IntentKind, string>

const used = 'A key that may be the one is used: somebody has its secret. Leave it to them.'

const anew = {
  create: 'Delete it, and create it again.',
  generate: 'Revoke it, and generate another.',
  rotate: 'Rotate it once more.',
} as const satisfies Record<IntentKind, string>

const answeredText = (intent: Unfinished): string =>
  `${there[intent.kind]} ${intent.repeatable ? getOr(intent) : anew[intent.kind]}`

const lostText = (intent: Unfinished): string => {
  if (intent.repeatable) return `Its answer was lost. ${getOr(intent)}`
  return intent.looking
    ? 'Its answer was lost. Claviger is looking at the service for what became of it, and sends nothing again.'
    : 'Its answer was lost, and the service could not be asked what became of it. Look for it at the service.'
}

const madeText = (intent: Unfinished, keys: readonly KeyRecord[], now: number): string => {
  const { kind, repeatable } = intent
  if (keys.length > 1)
    return 'It may be one of these keys, and nobody here has seen its secret. Delete none that is somebody else’s.'
  const [key] = keys
  if (repeatable) return `${match[kind]} ${getOr(intent)}`
  if (!key) return match[kind]
  if (kind === 'rotate') return `${match.rotate} ${livingText(intent, key, now)}`
  return isUsedSince(intent, key) ? used : match[kind]
}

/** Which secret is accepted after a rotation of which nobody has the new one. */
const livingText = (
  { at, target, overlapSeconds }: Unfinished,
  { id, previousUntil }: KeyRecord,
  now: number,
): string => {
  const until = id === target ? previousUntil : at + (overlapSeconds ?? 0) * 1000
  if (until === null || until <= now)
    return 'The one before is no longer accepted: rotate it once more.'
  const end = `The one before is accepted until ${exactTime(until)}`
  return id === target
    ? `${end}, or until it is rotated once more.`
    : `${end}. This key came in its place.`
}

const absent = {
  create:
    'It was probably not made: the service’s whole list was read twice, and does not show it.',
  generate: 'It was probably not generated: the system has no key.',
  rotate: 'It was probably not rotated: its mark is as it was, and its secret before is accepted.',
} as const satisfies Record<IntentKind, string>

const notSeenText = (intent: Unfinished, times: number): string => {
  const next = intent.repeatable ? ` ${get[intent.kind]}: no second one is made.` : ''
  if (times >= 2) return `${absent[intent.kind]}${next}`
  const more = intent.looking ? ' Claviger looks once more.' : ''
  return `Its answer was lost, and it is not seen at the service so far.${more}${next}`
}

const unclear = {
  'cut-off':
    'The service does not list every key: that this one is not seen there proves nothing. Look for it at the service.',
  'no-mark':
    'The service shows nothing by which one secret is told from another, so that it cannot be said whether it was rotated. If what uses it does not work any longer, rotate it once more.',
} as const

const misplacedText = ({ asked, got }: Extract<Finding, { kind: 'misplaced' }>): string =>
  got === null
    ? `It is not seen in ${asked}, where it should be, and could not be deleted. Look for it at the service, and delete it there.`
    : `It was made in ${got} and not in ${asked}, and could not be deleted. Delete it at the service.`
