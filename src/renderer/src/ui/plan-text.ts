import type { Profile } from '../../../shared/domain/profile.ts'
import type { Words } from './error-text.ts'

/** What a plan does not include, in the service's words, and which one has it. */
export const planText = (profile: Profile | null): Words => {
  const plan = profile?.plan ?? null
  return {
    title: plan?.title ?? 'Upgrade required',
    text: [plan?.upgrade ?? 'The service’s plan does not include this.', plan && plansOf(plan)]
      .filter(Boolean)
      .join(' '),
  }
}

const plansOf = ({ name, needed }: NonNullable<Profile['plan']>): string =>
  needed === null ? `Your plan is ${name}.` : `Your plan is ${name}; it needs ${needed}.`
