import { type Environment, environments } from '../../../shared/domain/environment.ts'
import { keyKinds, keyStates } from '../../../shared/domain/key.ts'
import { nameLength } from '../../../shared/domain/name.ts'
import {
  ColumnId,
  type Effect,
  type EffectRule,
  effects,
  type Profile,
} from '../../../shared/domain/profile.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import { instant, parse } from '../parse.ts'
import { knownEntries, lenientList, lenientRecord, part, words } from './lenient.ts'

const wordsOrNull = words.nullable().catch(null)
const flag = z.boolean().catch(false)
const texts = lenientList(words)
// Of the caller and of permissions, which are compared: cut, one could pass for another.
const nameOrNull = z.string().max(1000).nullable().catch(null)
// Beyond a century no date can be shown, and none is meant.
const seconds = z.number().max(100 * 365 * 86_400)

const Words = z
  .object({
    label: words,
    done: wordsOrNull,
    ...{ title: wordsOrNull, text: wordsOrNull, confirm: wordsOrNull, checks: texts },
  })
  .transform(said => ({ ...said, done: said.done ?? said.label }))

const Column = z.object({ id: ColumnId, label: words })
const KindWords = z.object({
  ...{ title: wordsOrNull, detail: wordsOrNull, manage: wordsOrNull, name: wordsOrNull },
  ...{ namePlaceholder: wordsOrNull, nameHint: wordsOrNull },
  ...{ emptyTitle: wordsOrNull, emptyText: wordsOrNull, edited: wordsOrNull },
  columns: lenientList(Column).transform(columns => {
    const once = columns.filter(({ id }, at) => columns.findIndex(other => other.id === id) === at)
    return once.length > 0 ? once : null
  }),
})

const Capability = z.object({
  effect: z.enum(effects),
  permission: nameOrNull,
  whenForbidden: z.enum(['disabled', 'hidden']).catch('disabled'),
})

const Guidance = z.object({ title: words, text: wordsOrNull, items: texts })

/** Two members make it a profile. Each of the others falls back alone when it is missing or not understood. */
const ServiceProfile = z.object({
  service: z.object({ name: words, version: wordsOrNull }),
  capabilities: z.array(z.unknown()).pipe(lenientList(Capability)),
  environments: lenientList(z.enum(environments)),
  /** `environments`: those that the credential may enter. */
  caller: part({
    name: nameOrNull,
    permissions: z.array(z.unknown()).catch([]),
    environments: z.array(z.string()).nullable().catch(null),
  }),
  vocabulary: part({
    effects: lenientRecord(Words),
    states: lenientRecord(words),
    kinds: lenientRecord(KindWords),
    reveal: part({
      title: wordsOrNull,
      warning: wordsOrNull,
      copy: wordsOrNull,
      done: wordsOrNull,
    }),
    permissions: lenientRecord(words),
    audit: wordsOrNull,
  }),
  guidance: lenientList(Guidance),
  naming: part({ examples: texts, avoid: texts }),
  presentation: part({
    actions: z.enum(['row', 'menu', 'detail']).catch('row'),
    ...{ statusField: flag, oneList: flag, confirmEdit: flag },
  }),
  uniqueNames: lenientList(z.enum(keyKinds)),
  expiry: part({ longestSeconds: seconds.positive().nullable().catch(null) }),
  rotation: part({
    // Where no choice is told there is one: the key before ends at once.
    overlapSeconds: lenientList(seconds.int().nonnegative()).transform(choices =>
      choices.length > 0 ? choices : [0],
    ),
    longestOverlapSeconds: seconds.positive().nullable().catch(null),
    // Of another number of steps nobody knows which is which.
    steps: z.array(words).length(4).catch([]),
  }),
  verification: part({ byId: flag }),
  restorable: flag,
  propagationSeconds: seconds.nonnegative().nullable().catch(null),
  limits: part({ nameLength: z.number().int().positive().catch(nameLength) }),
  keyFormat: part({
    prefixes: lenientRecord(z.string().min(1).max(100)),
    checksum: z.literal('crc32-base62-6').optional().catch(undefined),
  }),
  plan: part({
    name: wordsOrNull,
    missing: z.array(z.unknown()).catch([]),
    needed: wordsOrNull,
    upgrade: part({ title: wordsOrNull, text: wordsOrNull }),
  }),
  serverTime: instant.nullable().catch(null),
})
type ServiceProfile = z.output<typeof ServiceProfile>

/**
 * The service's words and capabilities; those that this version does not know are left out. Throws `forbidden` when
 * the credential may not enter the environment: better said now than at the first change.
 */
export const profileOf = (body: unknown, environment: Environment): Profile => {
  const said = parse(ServiceProfile, body)
  const { service, caller, vocabulary, naming, presentation, rotation } = said
  if (caller.environments?.includes(environment) === false) {
    throw new AppError({ code: 'forbidden', permission: null, environment })
  }
  return {
    service: service.name,
    version: service.version,
    caller: caller.name,
    effects: effects.map(ruleFor(said)),
    words: knownEntries(vocabulary.effects, effects),
    states: knownEntries(vocabulary.states, keyStates),
    permissions: sentencesOf(said),
    kinds: knownEntries(vocabulary.kinds, keyKinds),
    reveal: vocabulary.reveal,
    ...{ guidance: said.guidance, naming, presentation, uniqueNames: said.uniqueNames, rotation },
    givenAtCreation: [],
    longestExpirySeconds: said.expiry.longestSeconds,
    plan: planOf(said),
    auditTitle: vocabulary.audit,
    restorable: said.restorable,
    proof: said.verification.byId ? 'own' : 'key',
    propagationSeconds: said.propagationSeconds,
    nameLength: said.limits.nameLength,
    keyPrefix: said.keyFormat.prefixes[environment] ?? null,
    ...(said.keyFormat.checksum && { keyChecksum: said.keyFormat.checksum }),
    environments: said.environments.length > 0 ? said.environments : [...environments],
    serverTime: said.serverTime,
  }
}

const ruleFor =
  ({ capabilities, caller, plan }: ServiceProfile) =>
  (effect: Effect): EffectRule => {
    const capability = capabilities.find(candidate => candidate.effect === effect)
    const permission = capability?.permission ?? null
    const missing = permission !== null && !caller.permissions.includes(permission)
    return {
      effect,
      supported: capability !== undefined,
      reason: null,
      missingPermission: missing ? permission : null,
      missingInPlan: plan.missing.includes(effect),
      whenForbidden: capability?.whenForbidden ?? 'disabled',
    }
  }

/** Of the codes that an effect takes: no other can be missing. */
const sentencesOf = ({ capabilities, vocabulary }: ServiceProfile): Profile['permissions'] => {
  const codes = new Set(capabilities.map(({ permission }) => permission))
  return Object.fromEntries(
    Object.entries(vocabulary.permissions).filter(([code]) => codes.has(code)),
  )
}

const planOf = ({ plan: { name, needed, upgrade } }: ServiceProfile): Profile['plan'] =>
  name === null ? null : { name, needed, title: upgrade.title, upgrade: upgrade.text }
