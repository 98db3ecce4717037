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
import { knownEntries, lenientList, lenientRecord, part } from './lenient.ts'
import { instant, parse } from './parse.ts'

const textOrNull = z.string().nullable().catch(null)
const flag = z.boolean().catch(false)
const texts = lenientList(z.string())

const Words = z
  .object({
    label: z.string(),
    done: textOrNull,
    ...{ title: textOrNull, text: textOrNull, confirm: textOrNull, checks: texts },
  })
  .transform(words => ({ ...words, done: words.done ?? words.label }))

const Column = z.object({ id: ColumnId, label: z.string() })
const KindWords = z.object({
  ...{ title: textOrNull, detail: textOrNull, name: textOrNull },
  ...{ namePlaceholder: textOrNull, nameHint: textOrNull },
  ...{ emptyTitle: textOrNull, emptyText: textOrNull, edited: textOrNull },
  columns: lenientList(Column).transform(columns => (columns.length > 0 ? columns : null)),
})

const Capability = z.object({
  effect: z.enum(effects),
  permission: textOrNull,
  whenForbidden: z.enum(['disabled', 'hidden']).catch('disabled'),
})

const Guidance = z.object({ title: z.string(), text: textOrNull, items: texts })

/** Two members make it a profile. Each of the others falls back alone when it is missing or not understood. */
const ServiceProfile = z.object({
  service: z.object({ name: z.string(), version: textOrNull }),
  capabilities: z.array(z.unknown()).pipe(lenientList(Capability)),
  environments: lenientList(z.enum(environments)),
  /** `environments`: those that the credential may enter. */
  caller: part({
    name: textOrNull,
    permissions: texts,
    environments: z.array(z.string()).nullable().catch(null),
  }),
  vocabulary: part({
    effects: lenientRecord(Words),
    states: lenientRecord(z.string()),
    kinds: lenientRecord(KindWords),
    reveal: part({ title: textOrNull, warning: textOrNull, copy: textOrNull, done: textOrNull }),
    permissions: lenientRecord(z.string()),
    audit: textOrNull,
  }),
  guidance: lenientList(Guidance),
  naming: part({ examples: texts, avoid: texts }),
  presentation: part({
    actions: z.enum(['row', 'menu', 'detail']).catch('row'),
    ...{ statusField: flag, oneList: flag, confirmEdit: flag },
  }),
  uniqueNames: lenientList(z.enum(keyKinds)),
  expiry: part({ longestSeconds: z.number().positive().nullable().catch(null) }),
  rotation: part({
    // Where no choice is told there is one: the key before ends at once.
    overlapSeconds: lenientList(z.number().nonnegative()).transform(choices =>
      choices.length > 0 ? choices : [0],
    ),
    longestOverlapSeconds: z.number().positive().nullable().catch(null),
    // Of another number of steps nobody knows which is which.
    steps: z.array(z.string()).length(4).catch([]),
  }),
  restorable: flag,
  propagationSeconds: z.number().nonnegative().nullable().catch(null),
  limits: part({ nameLength: z.number().int().positive().catch(nameLength) }),
  keyFormat: part({ prefixes: lenientRecord(z.string()) }),
  plan: part({
    name: textOrNull,
    missing: texts,
    needed: textOrNull,
    upgrade: part({ title: textOrNull, text: textOrNull }),
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
    permissions: vocabulary.permissions,
    kinds: knownEntries(vocabulary.kinds, keyKinds),
    reveal: vocabulary.reveal,
    ...{ guidance: said.guidance, naming, presentation, uniqueNames: said.uniqueNames, rotation },
    longestExpirySeconds: said.expiry.longestSeconds,
    plan: planOf(said),
    auditTitle: vocabulary.audit,
    restorable: said.restorable,
    propagationSeconds: said.propagationSeconds,
    nameLength: said.limits.nameLength,
    keyPrefix: said.keyFormat.prefixes[environment] ?? null,
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
      missingPermission: missing ? permission : null,
      missingInPlan: plan.missing.includes(effect),
      whenForbidden: capability?.whenForbidden ?? 'disabled',
    }
  }

const planOf = ({ plan: { name, needed, upgrade } }: ServiceProfile): Profile['plan'] =>
  name === null ? null : { name, needed, title: upgrade.title, upgrade: upgrade.text }
