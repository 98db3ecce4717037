import { assertNever } from '../../../../../shared/app-error.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { Proof, ProofEffect } from '../../../../../shared/domain/proof.ts'
import { environmentName } from '../../../ui/environment.ts'
import { wordsFor } from '../../../ui/key-words.ts'
import { shortText } from '../../../ui/visible-text.ts'

/** What the last step is called: by what was found, or by what is hoped for. A suspended key is not called dead. */
export const lastStep = ({ effect, state }: Pick<Proof, 'effect' | 'state'>): string => {
  if (state === 'still-accepted') return 'Still accepted'
  if (state === 'unproven') return 'Not confirmed'
  return effect === 'suspend' ? 'No longer accepted' : 'Confirmed dead'
}

const questionOf = (effect: ProofEffect): string =>
  effect === 'suspend' ? 'whether the key is still accepted' : 'whether the key is dead'

const serviceIn = (profile: Profile | null): string =>
  profile ? shortText(profile.service, 60) : 'The service'

/** How long its own changes take, as the service says. */
const delayIn = (profile: Profile | null): string => {
  const seconds = profile?.propagationSeconds ?? null
  if (seconds === null) return 'it does not say how long changes take'
  return seconds === 0
    ? 'it says that changes are in force at once'
    : `it says that changes take up to ${seconds} s`
}

/** How long after it had accepted its end the service was last seen to take the key. */
export const stillFor = ({ acceptedAt, aliveAt, graceSeconds }: Proof): string =>
  acceptedAt === null || aliveAt === null
    ? `${graceSeconds} s`
    : `${Math.round((aliveAt - acceptedAt) / 1000)} s`

export type ProofNote = {
  /** `quiet` is said beside the steps; the others are set apart. */
  readonly tone: 'quiet' | 'warning' | 'danger'
  readonly title: string | null
  readonly text: string
}

/** What the state of a proof means, and what to do. */
export const noteOf = (proof: Proof, profile: Profile | null): ProofNote => {
  const quiet = (text: string) => ({ tone: 'quiet', title: null, text }) as const
  switch (proof.state) {
    case 'requested':
      return quiet('Waiting for the service to answer.')
    case 'accepted':
      return quiet(
        `The service is asked ${questionOf(proof.effect)}, for up to ${proof.graceSeconds} s. You can close this: you will be told.`,
      )
    case 'confirmed':
      return quiet('The service refuses the key now.')
    case 'still-accepted':
      return {
        tone: 'danger',
        title: `Still accepted after ${stillFor(proof)}`,
        text: `${serviceIn(profile)} accepted the change and takes the key all the same. Whoever has the key can use it. ${proof.askable ? 'Ask again, and if nothing changes, tell' : 'Tell'} whoever runs the service.`,
      }
    case 'unproven':
      return { tone: 'warning', title: null, text: unprovenText(proof, profile) }
    default:
      return assertNever(proof.state)
  }
}

const unprovenText = ({ effect, reason, askable }: Proof, profile: Profile | null): string => {
  const service = serviceIn(profile)
  switch (reason) {
    case 'no-check':
      return `The service accepted it. ${service} cannot be asked ${questionOf(effect)}; ${delayIn(profile)}.`
    case 'no-key':
      return `The service accepted it. ${service} tells ${questionOf(effect)} only to whoever presents it, and Claviger did not have it; ${delayIn(profile)}.`
    case 'failed':
    case null:
      return `The service accepted it, and gave no answer that says ${questionOf(effect)}. ${askable ? 'Ask again later, or try' : 'Try'} the key yourself.`
    default:
      return assertNever(reason)
  }
}

/** Said once when a proof has ended, wherever the person is by then. */
export const endText = (proof: Proof, profile: Profile | null): string => {
  const key = `“${shortText(proof.name, 60)}” in ${environmentName[proof.environment]}`
  const { done } = wordsFor(proof.effect, profile)
  switch (proof.state) {
    case 'confirmed':
      return proof.effect === 'suspend'
        ? `${done} ${key}: no longer accepted.`
        : `${done} ${key}: confirmed dead.`
    case 'still-accepted':
      return `Still accepted after ${stillFor(proof)}: ${key}.`
    default:
      return `${done} ${key}: accepted by the service, and confirmed by nobody.`
  }
}

/** What is told of it in the list, in a few words; null where nothing needs to be remembered. */
export const proofMark = (
  { state, reason, acceptedAt, aliveAt }: Proof,
  now: number,
): string | null => {
  if (aliveAt !== null) return 'Still accepted'
  if (state === 'unproven') return reason === 'failed' ? 'Not confirmed' : null
  // What is over in an instant is not worth a flicker.
  const isSlow = state === 'accepted' && acceptedAt !== null && now - acceptedAt >= 1000
  return isSlow ? 'Being confirmed' : null
}
