import type { Operations } from '../../../../src/main/connectors/connector.ts'
import type { Effect, Profile } from '../../../../src/shared/domain/profile.ts'
import type { Shown } from '../../../../tools/connectors.ts'
import type { Harness } from '../harness.ts'

/** What the suite saw, when all of it is as `profile` says. */
export const shownOf = (
  { connector, evidence, kind }: Harness,
  version: string | null,
  profile: Profile,
): Shown => {
  const given: readonly Effect[] = profile.givenAtCreation
  const isGiven = (effect: Effect) => given.includes(effect)
  return {
    id: connector.info.id,
    name: kind === undefined ? connector.info.name : `${connector.info.name}, ${kind}`,
    evidence,
    version: evidence === 'replayed' ? null : (version ?? profile.version),
    day: evidence === 'ran' ? new Date().toISOString().slice(0, 10) : null,
    ...{ proof: profile.proof, propagationSeconds: profile.propagationSeconds },
    operations: Object.fromEntries([
      ...profile.effects.map(({ effect, supported, reason }) => [
        effect,
        { works: supported || (isGiven(effect) && 'at creation'), reason },
      ]),
      ['check', { works: connector.operations.check !== undefined, reason: null }],
    ]),
  }
}

/** The operation that does it. */
export const operationOf = {
  list: 'list',
  audit: 'audit',
  create: 'create',
  'create-system': 'createSystem',
  generate: 'generate',
  reveal: 'reveal',
  rename: 'edit',
  describe: 'edit',
  suspend: 'suspend',
  resume: 'resume',
  revoke: 'revoke',
  rotate: 'rotate',
  expire: 'edit',
  delete: 'delete',
} as const satisfies Readonly<Record<Effect, keyof Operations>>
