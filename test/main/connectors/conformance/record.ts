import type { Operations } from '../../../../src/main/connectors/connector.ts'
import type { Effect, Profile } from '../../../../src/shared/domain/profile.ts'
import type { Evidence, Harness } from '../harness.ts'

/** What of a connector was shown, by what and when; null where it is not there, with the reason. */
export type Shown = {
  readonly id: string
  readonly name: string
  readonly evidence: Evidence
  /** Of the service that ran, and the day (UTC, 2026-01-31); null where none did. */
  readonly version: string | null
  readonly day: string | null
  readonly proof: Profile['proof']
  readonly propagationSeconds: number | null
  readonly operations: Readonly<
    Record<string, { readonly works: boolean; readonly reason: string | null }>
  >
}

export const shownOf = (
  { connector, evidence }: Harness,
  version: string | null,
  profile: Profile,
): Shown => ({
  ...{ id: connector.info.id, name: connector.info.name, evidence },
  version: evidence === 'replayed' ? null : (version ?? profile.version),
  day: evidence === 'ran' ? new Date().toISOString().slice(0, 10) : null,
  ...{ proof: profile.proof, propagationSeconds: profile.propagationSeconds },
  operations: Object.fromEntries([
    ...profile.effects.map(({ effect, supported, reason }) => [
      effect,
      { works: supported, reason },
    ]),
    ['check', { works: connector.operations.check !== undefined, reason: null }],
  ]),
})

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
