import type { Profile } from '../../../shared/domain/profile.ts'
import type { Words } from './error-text.ts'
import { shortText } from './visible-text.ts'

/** What a plan does not include, in the service's words, and which one has it. */
export const planText = (profile: Profile | null): Words => {
  const plan = profile?.plan ?? null
  const upgrade = plan?.upgrade ?? 'The service’s plan does not include this.'
  // A plan from which nothing is missing was the one before.
  const plans = plan?.needed
    ? ` Your plan is ${shortText(plan.name, 60)}; this needs ${shortText(plan.needed, 60)}.`
    : ''
  return { title: plan?.title ?? 'Upgrade required', text: `${upgrade}${plans}` }
}
