import { z } from 'zod'
import { permissions } from './profiles/profile.ts'
import { EnvironmentName, Time } from './wire.ts'

export const Health = z
  .object({
    status: z.literal('ok'),
    service: z.literal('claviger-key-service'),
    version: z.string(),
    profile: z.string(),
  })
  .meta({
    id: 'Health',
    examples: [
      { status: 'ok', service: 'claviger-key-service', version: '0.1.0', profile: 'claviger' },
    ],
  })

const wording = z.object({ label: z.string(), done: z.string() })

/** What the service says of itself, and of the caller. */
export const ProfileDocument = z
  .object({
    profile: z.string(),
    service: z.object({ name: z.string(), version: z.string() }),
    environments: z.array(EnvironmentName).readonly(),
    caller: z.object({
      name: z.string(),
      permissions: z.array(z.enum(permissions)).readonly(),
      environments: z.array(EnvironmentName).readonly(),
    }),
    capabilities: z
      .array(
        z.object({
          effect: z.string(),
          permission: z.enum(permissions).nullable().describe('Null: no admin token is needed'),
        }),
      )
      .readonly()
      .describe('What the service can do, and the permission that it takes'),
    vocabulary: z
      .object({
        effects: z.record(z.string(), wording),
        states: z.record(z.string(), z.string()),
      })
      .describe('The words that the user is shown'),
    reveal: z.literal('once').describe('A secret is shown when its key is made, and never again'),
    restorable: z.boolean().describe('A deleted key can be brought back'),
    propagationSeconds: z.number().nonnegative().describe('How long a change takes to be in force'),
    limits: z.object({
      nameLength: z.number().int().describe('Code points'),
      descriptionLength: z.number().int().describe('Code points'),
      pageSize: z.number().int(),
      keys: z.number().int().nullable().describe('Keys per environment; null for no limit'),
    }),
    keyFormat: z.object({
      prefixes: z.object({ preview: z.string(), production: z.string() }),
      checksum: z
        .literal('crc32-base62-6')
        .describe('The last six characters: CRC32 of all before them, in base62 (0-9A-Za-z)'),
    }),
    plan: z.object({ name: z.string(), missing: z.array(z.string()).readonly() }),
    serverTime: Time,
  })
  .meta({
    id: 'Profile',
    description: 'Readers must ignore unknown members, effects, states and permissions.',
    examples: [
      {
        profile: 'claviger',
        service: { name: 'Claviger key service', version: '0.1.0' },
        environments: ['preview', 'production'],
        caller: { name: 'support', permissions: ['key:view'], environments: ['preview'] },
        capabilities: [{ effect: 'suspend', permission: 'key:edit' }],
        vocabulary: {
          effects: { suspend: { label: 'Suspend', done: 'Suspended' } },
          states: { active: 'Active', suspended: 'Suspended' },
        },
        reveal: 'once',
        restorable: false,
        propagationSeconds: 0,
        limits: { nameLength: 255, descriptionLength: 1000, pageSize: 1000, keys: null },
        keyFormat: {
          prefixes: { preview: 'clv_preview_', production: 'clv_production_' },
          checksum: 'crc32-base62-6',
        },
        plan: { name: 'Self-hosted', missing: [] },
        serverTime: '2026-03-01T09:41:00.000Z',
      },
    ],
  })

/** RFC 9457; which members are there depends on `type`. */
export const ProblemDocument = z
  .looseObject({
    type: z.string().describe('`urn:claviger:problem:` and the name of the problem'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('Plain text for people'),
    permission: z.string().optional().describe('With permission-missing: the permission'),
    environment: z.string().optional().describe('With environment-forbidden: the environment'),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .describe('With fields-invalid: what to change; `pointer` is a JSON Pointer into the body'),
  })
  .meta({
    id: 'Problem',
    description: 'A problem (RFC 9457). Readers go by `type` and must ignore unknown members.',
  })
