import type { Profile } from '../../../../../shared/domain/profile.ts'
import { spanText } from '../../../ui/time.ts'

type Rotation = Profile['rotation']
/** Seconds as text, or `chosen`. */
export type OverlapChoice = `${number}` | 'chosen'
export type Overlap = { readonly choice: OverlapChoice; readonly hours: string }

const none: Rotation = { overlapSeconds: [0], longestOverlapSeconds: null, steps: [] }

export const rotationOf = (profile: Profile | null): Rotation => {
  const rotation = profile?.rotation ?? none
  return rotation.overlapSeconds.length === 0 ? { ...rotation, overlapSeconds: [0] } : rotation
}

export const overlapOptions = ({ overlapSeconds, longestOverlapSeconds }: Rotation) => [
  ...overlapSeconds.map(seconds => ({
    value: `${seconds}` as const,
    label: seconds === 0 ? 'Not at all' : spanText(seconds),
  })),
  ...(longestOverlapSeconds === null ? [] : [{ value: 'chosen', label: 'Chosen time' } as const]),
]

/** The shortest overlap that gives users of the key time to change it; none only where there is no other. */
export const usualOverlap = ({ overlapSeconds }: Rotation): Overlap => {
  const some = overlapSeconds.filter(seconds => seconds > 0)
  return {
    choice: `${some.length > 0 ? Math.min(...some) : (overlapSeconds[0] ?? 0)}`,
    hours: '48',
  }
}

/** In seconds; NaN while what was typed is no time. */
export const overlapSeconds = ({ choice, hours }: Overlap): number => {
  if (choice !== 'chosen') return Number(choice)
  return hours.trim() === '' ? Number.NaN : Math.round(Number(hours) * 3600)
}

/** Why an overlap cannot be sent, or null. */
export const overlapProblem = (
  seconds: number,
  { longestOverlapSeconds }: Rotation,
): string | null => {
  if (!(seconds >= 0)) return 'Enter a number of hours.'
  return longestOverlapSeconds !== null && seconds > longestOverlapSeconds
    ? `The service allows at most ${spanText(longestOverlapSeconds)}.`
    : null
}

/** What becomes of the secret that is in use now, and of an `earlier` one that is still valid. */
export const rotationConsequence = (
  seconds: number,
  earlier: boolean,
  profile: Profile | null,
): string => {
  if (seconds > 0)
    return `The previous secret stays valid for ${spanText(seconds)} after the rotation, then calls with it are rejected.${earlier ? ' The one before it, which is still valid from the last rotation, ends at once.' : ''}`
  const delay = profile?.propagationSeconds ?? null
  const soon = delay === null ? 'soon' : delay === 0 ? 'at once' : `within ${delay} s`
  return `The previous secret stops working ${soon}: whatever uses it fails until it has the new one.`
}

const ours = [
  'Tell whoever uses the key before you rotate it.',
  'Rotate the key.',
  'Copy the new key and deliver it in a safe way.',
  'Ask its user to confirm that the new key is in use.',
] as const

/** The four steps of a hand-off, in the service's words or Claviger's, in the order of `handOffSteps`. */
export const stepTexts = (profile: Profile | null): readonly string[] =>
  profile?.rotation.steps.length === ours.length ? profile.rotation.steps : ours
