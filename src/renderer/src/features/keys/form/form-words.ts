import type { KeyKind } from '../../../../../shared/domain/key.ts'
import type { NameWarning } from '../../../../../shared/domain/name-warnings.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'

/** What a form says of the field for the name, in the service's words where it has them. */
export const nameWords = (kind: KeyKind, profile: Profile | null) => {
  const own = profile?.kinds[kind]
  const hint = own?.nameHint ?? null
  // The placeholder goes with the first letter: an example in it is told here too.
  const unsaid = (text: string) => !hint?.includes(text)
  const examples = profile?.naming.examples.filter(unsaid) ?? []
  const avoid = profile?.naming.avoid.filter(unsaid) ?? []
  return {
    label: own?.name ?? 'Name',
    placeholder: own?.namePlaceholder ?? '',
    /** Each on a line of its own. */
    hints: [
      hint ?? (examples.length > 0 ? null : 'Say what will use it, such as checkout-service.'),
      examples.length > 0 ? `For example: ${examples.join(', ')}.` : null,
      avoid.length > 0 ? `Avoid: ${avoid.join(', ')}.` : null,
    ].filter(line => line !== null),
  }
}

const warnings = {
  key: 'This looks like a key or another secret.',
  email: 'This looks like an e-mail address.',
  person: 'This looks like the name of a person.',
  number: 'This looks like the number of a phone, a card or a customer.',
} as const satisfies Record<NameWarning, string>

/** What a name seems to give away, and why that matters; null when it gives away nothing. */
export const warningText = (found: readonly NameWarning[]): string | null =>
  found.length === 0
    ? null
    : `${found.map(kind => warnings[kind]).join(' ')} Everybody who may see the list can read it: name the purpose instead.`

/** Says that `count` others of the kind have the name already; null when none has. */
export const sameNameText = (
  count: number,
  kind: KeyKind,
  environment: string,
  unique: boolean,
): string | null => {
  if (count === 0) return null
  const others = count === 1 ? `Another ${kind} has` : `${count} other ${kind}s have`
  return unique
    ? `${others} this name in ${environment} already, and the service takes each name once only.`
    : `${others} this name in ${environment}. You can still use it.`
}

/** What the service's refusal of a name that is in use means for the field. */
export const takenText = (kind: KeyKind, environment: string): string =>
  `There is already a ${kind} of this name in ${environment}. Upper and lower case and spaces around it make no difference. Choose another name.`
