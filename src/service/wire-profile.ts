import { z } from 'zod'
import { EnvironmentName, Time } from './wire.ts'

const words = z.string().describe('Shown as it is')
const texts = z.array(z.string()).readonly()

const Capability = z.object({
  effect: z
    .string()
    .describe(
      'list, audit, verify, create, create-system, generate, rename, describe, suspend, resume, revoke, rotate, ' +
        'expire, delete',
    ),
  permission: z.string().nullable().describe('Null: no admin token is needed'),
  whenForbidden: z
    .enum(['disabled', 'hidden'])
    .describe('What becomes of its button while the caller lacks the permission'),
})

const EffectWords = z.object({
  label: z.string().describe('On the button: "Suspend"'),
  done: z.string().describe('That it happened: "Suspended"'),
  title: z.string().optional().describe('Title of its dialog'),
  text: z.string().optional().describe('What will happen'),
  confirm: z.string().optional().describe('On the button that confirms; `label` unless given'),
  checks: texts.optional().describe('What a person makes sure of before'),
})

const Column = z.object({
  id: z
    .string()
    .describe(
      'name, key (name and mask in one), mask, state, environment, createdAt, createdBy, updatedAt, lastUsedAt, ' +
        'usageCount, expiresAt',
    ),
  label: words,
})

const KindWords = z.object({
  title: z.string().optional().describe('Heading of the list'),
  detail: z.string().optional().describe('Heading of the details of one'),
  manage: z
    .string()
    .optional()
    .describe('Of the page on which the key of a system is generated and revoked'),
  name: z.string().optional().describe('Label of the field for its name'),
  namePlaceholder: z.string().optional().describe('Stands in that field while it is empty'),
  nameHint: z.string().optional().describe('Advice below that field'),
  emptyTitle: z.string().optional().describe('Said when there is none yet'),
  emptyText: z.string().optional().describe('Said below it'),
  edited: z.string().optional().describe('Said after an edit'),
  columns: z.array(Column).readonly().optional().describe('What the list shows, in order'),
})

const Vocabulary = z
  .object({
    effects: z.record(z.string(), EffectWords).describe('By effect'),
    states: z.record(z.string(), words).describe('By status'),
    kinds: z.object({ key: KindWords.optional(), system: KindWords.optional() }),
    reveal: z
      .object({
        title: z.string().optional(),
        warning: z.string().optional(),
        copy: z.string().optional().describe('On the button that copies'),
        done: z.string().optional().describe('On the button that closes'),
      })
      .describe('Of the dialog that shows a new secret'),
    permissions: z
      .record(z.string(), words)
      .describe('By permission: said to a caller who lacks it'),
    audit: z.string().optional().describe('What the service calls its log'),
  })
  .describe('Words for people. What is left out has no words of the service.')

const Presentation = z.object({
  actions: z
    .enum(['row', 'menu', 'detail'])
    .describe('Where the effects of a key are offered: its row, the menu of its row, its details'),
  statusField: z.boolean().describe('The details are a form in which the status is a field'),
  oneList: z.boolean().describe('The keys of all environments stand in one list'),
  confirmEdit: z.boolean().describe('An edit is confirmed before it is sent'),
})

const Rotation = z.object({
  overlapSeconds: z
    .array(z.number().int().nonnegative())
    .readonly()
    .describe('For how long the secret before may stay valid, to choose from; 0 is not at all'),
  longestOverlapSeconds: z
    .number()
    .int()
    .positive()
    .nullable()
    .describe('The longest that may be chosen freely; null when it must be one of the choices'),
  steps: texts.describe('The four steps of handing over a new secret; or none'),
})

const Mask = z
  .object({
    prefix: z.boolean().describe('It begins with the prefix'),
    head: z.number().int().nonnegative().describe('So many characters after the prefix'),
    filler: z.string().describe('Stands for the rest'),
    tail: z.number().int().nonnegative().describe('So many characters of the end'),
  })
  .describe('How a secret is masked')

const Plan = z.object({
  name: z.string(),
  missing: texts.describe('The effects that it does not include'),
  needed: z
    .string()
    .nullable()
    .describe('The cheapest plan that lacks nothing of this; null when nothing is missing'),
  upgrade: z
    .object({ title: words, text: words })
    .nullable()
    .describe('Said of what is missing; null when there is but one plan'),
})

const Limits = z.object({
  nameLength: z.number().int().describe('Code points'),
  descriptionLength: z.number().int().describe('Code points'),
  pageSize: z.number().int(),
  shards: z
    .number()
    .int()
    .describe('Into so many parts a list can be split, to be read at the same time'),
  keys: z.number().int().nullable().describe('Keys per environment; null for no limit'),
})

const KeyFormat = z.object({
  prefixes: z
    .object({ preview: z.string(), production: z.string() })
    .describe('Both environments may have the same'),
  checksum: z
    .literal('crc32-base62-6')
    .describe('The last six characters: CRC32 of all before them, in base62 (0-9A-Za-z)'),
  mask: Mask,
})

/** What the service says of itself, and of the caller. */
export const ProfileDocument = z
  .object({
    profile: z.string(),
    service: z.object({ name: z.string(), version: z.string() }),
    environments: z.array(EnvironmentName).readonly(),
    caller: z.object({
      name: z.string().describe('Name of the admin token'),
      permissions: texts,
      environments: z.array(EnvironmentName).readonly(),
    }),
    capabilities: z
      .array(Capability)
      .readonly()
      .describe('What the service can do, whatever its plan, and the permission that it takes'),
    vocabulary: Vocabulary,
    guidance: z
      .array(z.object({ title: words, text: z.string().optional(), items: texts }))
      .readonly()
      .describe('Advice for people, in order'),
    naming: z.object({
      examples: texts.describe('Names as they should be'),
      avoid: texts.describe('What names should not be: examples, or what they should not contain'),
    }),
    presentation: Presentation,
    uniqueNames: z
      .array(z.string())
      .readonly()
      .describe('Kinds of which a name occurs once only, trimmed and case-folded: key, system'),
    expiry: z.object({
      longestSeconds: z
        .number()
        .int()
        .positive()
        .nullable()
        .describe('The longest time until a key expires; null for no limit'),
    }),
    rotation: Rotation,
    verification: z
      .object({ byId: z.literal(true).describe('Also of a key whose id alone is known') })
      .describe('Whether a key is accepted is told to whoever presents it'),
    reveal: z.literal('once').describe('A secret is shown when it is made, and never again'),
    restorable: z.boolean().describe('A deleted key can be brought back'),
    propagationSeconds: z.number().nonnegative().describe('How long a change takes to be in force'),
    limits: Limits,
    keyFormat: KeyFormat,
    plan: Plan.describe('What the service includes now'),
    serverTime: Time,
  })
  .meta({
    id: 'Profile',
    description:
      'Everything in which one key service differs from another. Readers must ignore what they do not know: ' +
      'members, effects, words, states, columns, permissions, and values of presentation.',
    examples: [
      {
        profile: 'claviger',
        service: { name: 'Claviger key service', version: '0.1.0' },
        environments: ['preview', 'production'],
        caller: { name: 'support', permissions: ['key:view'], environments: ['preview'] },
        capabilities: [
          { effect: 'suspend', permission: 'key:edit', whenForbidden: 'disabled' },
          { effect: 'verify', permission: null, whenForbidden: 'disabled' },
        ],
        vocabulary: {
          effects: {
            suspend: {
              label: 'Suspend',
              done: 'Suspended',
              title: 'Suspend this key?',
              text: 'It is refused until it is restored.',
              confirm: 'Suspend',
              checks: ['Nobody needs it now'],
            },
          },
          states: { active: 'Active', suspended: 'Suspended' },
          kinds: {
            key: {
              title: 'API keys',
              name: 'Name',
              namePlaceholder: 'checkout-service',
              columns: [
                { id: 'name', label: 'Name' },
                { id: 'state', label: 'Status' },
              ],
            },
          },
          reveal: { title: 'Your new key', copy: 'Copy key', done: 'Done' },
          permissions: { 'key:edit': 'Changing keys takes the permission key:edit.' },
          audit: 'Audit log',
        },
        guidance: [{ title: 'Before you start', items: ['Know who will use the key.'] }],
        naming: { examples: ['checkout-service'], avoid: ['system'] },
        presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
        uniqueNames: ['system'],
        expiry: { longestSeconds: null },
        rotation: { overlapSeconds: [0, 3600], longestOverlapSeconds: null, steps: [] },
        verification: { byId: true },
        reveal: 'once',
        restorable: false,
        propagationSeconds: 0,
        limits: {
          nameLength: 255,
          descriptionLength: 1000,
          pageSize: 1000,
          shards: 16,
          keys: null,
        },
        keyFormat: {
          prefixes: { preview: 'clv_preview_', production: 'clv_production_' },
          checksum: 'crc32-base62-6',
          mask: { prefix: true, head: 4, filler: '****', tail: 4 },
        },
        plan: {
          name: 'Starter',
          missing: ['create'],
          needed: 'Business',
          upgrade: { title: 'Upgrade required', text: 'Only paid plans include this.' },
        },
        serverTime: '2026-03-01T09:41:00.000Z',
      },
    ],
  })
