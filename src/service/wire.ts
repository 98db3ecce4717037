import { z } from 'zod'
import type { KeyRow } from './database.ts'
import { instant } from './instant.ts'
import type { ToldKey } from './key-columns.ts'
import { environments, kinds, statuses } from './profiles/profile.ts'
import { statusOf } from './status.ts'

const instantOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : instant(milliseconds)

const exampleKey = {
  id: 'key_k3J0a0Zp3rWmB1xq7t2LxA',
  kind: 'key',
  name: 'checkout-service',
  description: 'Used by the checkout of the web shop',
  mask: 'clv_preview_3bdf****fede',
  status: 'active',
  environment: 'preview',
  createdAt: '2026-03-01T09:41:00.000Z',
  createdBy: 'admin',
  updatedAt: '2026-03-01T09:41:00.000Z',
  lastUsedAt: null,
  usageCount: 0,
  expiresAt: null,
  revokedAt: null,
  previousUntil: null,
  etag: '"Zb0mG1v9Xq3rT8sK"',
} as const

const exampleCursor = 'q1w2e3r4t5y6u7i8o9p0YTEyMw'

export const EnvironmentName = z
  .enum(environments)
  .describe('Where the key is valid. Fixed when the key is created.')

export const Time = z.iso.datetime().describe('RFC 3339, UTC, with milliseconds')

export const Key = z
  .object({
    id: z.string(),
    kind: z
      .enum(kinds)
      .describe(
        'A system is a registered client that owns one key, or none yet; a key stands for itself. Readers must ' +
          'expect further values.',
      ),
    name: z.string().describe('Untrusted text, as a person typed it'),
    description: z.string().nullable().describe('Untrusted text'),
    mask: z
      .string()
      .nullable()
      .describe('As much of the secret as recognises it; null for a system without a key'),
    status: z
      .enum(statuses)
      .describe(
        'At the time of the answer, by the clock of the service: `revoked` before `expired` before `suspended`. ' +
          '`absent` is a system without a key. Readers must expect further values.',
      ),
    environment: EnvironmentName,
    createdAt: Time,
    createdBy: z.string().describe('Name of the admin token'),
    updatedAt: Time,
    lastUsedAt: Time.nullable().describe('Last valid verification; up to a few seconds late'),
    usageCount: z.number().int().nonnegative().describe('Valid verifications so far'),
    expiresAt: Time.nullable().describe('From then on the key is refused; null for never'),
    revokedAt: Time.nullable().describe('When the key was revoked for good'),
    previousUntil: Time.nullable().describe(
      'Until when the secret before the last rotation is accepted too; null when it is not',
    ),
    etag: z
      .string()
      .describe('The strong ETag: changes with every change but use and the passing of time'),
  })
  .meta({
    id: 'Key',
    description:
      'An API key, or a system that owns one, without the secret. Readers must ignore unknown members.',
    examples: [exampleKey],
  })

/** When the secret before the last rotation stops being accepted; null when it is not accepted at the time `now`. */
const previousEnd = (
  { previous_until, expires_at }: Pick<KeyRow, 'previous_until' | 'expires_at'>,
  now: number,
): number | null => {
  if (previous_until === null) return null
  const end = Math.min(previous_until, expires_at ?? previous_until)
  return end > now ? end : null
}

/** A key as it is at the time `now`. */
export const toWire = (row: ToldKey, now: number): z.infer<typeof Key> => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  description: row.description,
  mask: row.mask,
  status: statusOf(row, now),
  environment: row.environment,
  createdAt: instant(row.created_at),
  createdBy: row.created_by,
  updatedAt: instant(row.updated_at),
  lastUsedAt: instantOrNull(row.last_used_at),
  usageCount: row.usage_count,
  expiresAt: instantOrNull(row.expires_at),
  revokedAt: instantOrNull(row.revoked_at),
  previousUntil: instantOrNull(previousEnd(row, now)),
  etag: row.etag,
})

export const CreatedKey = z
  .object({
    key: Key,
    secret: z.string().describe('The whole key. Only this answer, and its replay, has it.'),
  })
  .meta({
    id: 'CreatedKey',
    examples: [
      { key: exampleKey, secret: 'clv_preview_3bdf0000000000000000000000000000000000000002Pfede' },
    ],
  })

const NextCursor = z
  .string()
  .nullable()
  .describe('Give it back as `cursor` for the next page; null on the last')

export const KeyPage = z
  .object({
    data: z.array(Key),
    nextCursor: NextCursor,
    total: z
      .number()
      .int()
      .nonnegative()
      .describe('Keys and systems in this environment; with `kind`, those of that kind'),
    changes: z
      .string()
      .describe(
        'Where the change feed stood before this page was read. Take that of the first page, read all pages, ' +
          'then read the changes after it.',
      ),
  })
  .meta({
    id: 'KeyPage',
    examples: [{ data: [exampleKey], nextCursor: null, total: 1, changes: exampleCursor }],
  })

export const KeyShards = z
  .object({
    cursors: z
      .array(z.string())
      .min(1)
      .describe(
        'Each is the `cursor` of the first page of its part, whose last page has no next. Newest first; all but the ' +
          'last part have as many keys, in whole pages of the largest size. A short list is one part.',
      ),
    total: z.number().int().nonnegative().describe('Keys and systems in this environment'),
    changes: z
      .string()
      .describe(
        'Where the change feed stood before the list was split. Read all parts, then the changes after it: they tell ' +
          'of the keys that are newer.',
      ),
  })
  .meta({
    id: 'KeyShards',
    examples: [{ cursors: [exampleCursor], total: 1, changes: exampleCursor }],
  })

const Change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('upsert'), key: Key }),
  z.object({ type: z.literal('delete'), id: z.string(), deletedAt: Time }),
])

export const toChange = (row: ToldKey, now: number): z.infer<typeof Change> =>
  row.deleted_at === null
    ? { type: 'upsert', key: toWire(row, now) }
    : { type: 'delete', id: row.id, deletedAt: instant(row.deleted_at) }

export const ChangePage = z
  .object({
    data: z
      .array(Change)
      .describe(
        'Every key at most once, in its latest state, oldest change first. Readers must expect further types. That ' +
          'a key expires is told by its `expiresAt` alone.',
      ),
    nextCursor: z.string().describe('Give it back as `after`, now or later'),
    more: z.boolean().describe('There are further changes already'),
  })
  .meta({
    id: 'ChangePage',
    examples: [
      {
        data: [
          { type: 'upsert', key: exampleKey },
          { type: 'delete', id: 'key_Yx', deletedAt: '2026-03-02T10:00:00.000Z' },
        ],
        nextCursor: exampleCursor,
        more: false,
      },
    ],
  })

export const AuditPage = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        at: Time,
        origin: z
          .string()
          .describe('`Admin` for what an administrator did; else how a call with a key came in'),
        token: z
          .string()
          .nullable()
          .describe('Name of the admin token that did it; null for a call with a key'),
        action: z.string().describe('The effect, or `call`. Readers must expect further values.'),
        environment: EnvironmentName,
        key: z.object({
          id: z.string(),
          name: z.string().describe('Untrusted text: its name at that time'),
        }),
      }),
    ),
    nextCursor: NextCursor,
  })
  .meta({
    id: 'AuditPage',
    examples: [
      {
        data: [
          {
            id: '17',
            at: '2026-03-01T09:41:00.000Z',
            origin: 'Admin',
            token: 'admin',
            action: 'create',
            environment: 'preview',
            key: { id: exampleKey.id, name: exampleKey.name },
          },
        ],
        nextCursor: null,
      },
    ],
  })

const verdicts = [
  'VALID',
  'NOT_FOUND',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
  'REPLACED',
  'WRONG_ENVIRONMENT',
  'MASKED',
  'MALFORMED',
] as const
export type Verdict = (typeof verdicts)[number]

export const Verification = z
  .object({
    valid: z.boolean(),
    code: z
      .enum(verdicts)
      .describe(
        'REPLACED: the key was rotated, and this is one before. MASKED: what a list shows was sent instead of the ' +
          'key. MALFORMED: the prefix is right, the checksum is wrong, so the key is cut or mistyped. Readers must expect further values.',
      ),
    keyId: z.string().optional().describe('The key, whenever there is one in this environment'),
  })
  .meta({
    id: 'Verification',
    examples: [{ valid: true, code: 'VALID', keyId: exampleKey.id }],
  })

export const VerifyBody = z
  .strictObject({ key: z.string().max(512).describe('The whole key, as it was revealed') })
  .meta({
    examples: [{ key: 'clv_preview_3bdf0000000000000000000000000000000000000002Pfede' }],
  })

/** Path of everything that belongs to one environment. */
export const InEnvironment = z.object({ environment: EnvironmentName })
export const InKey = InEnvironment.extend({
  id: z.string().meta({ examples: [exampleKey.id], description: 'Names the key, for good' }),
})

/** Query member that picks one kind of a list. */
export const KindQuery = z.enum(kinds).optional().describe('This kind alone')

const wholeNumber = (most: number, unlessGiven: number, description: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'is not a whole number')
    .pipe(z.coerce.number<string>().max(most))
    .default(unlessGiven)
    .meta({
      ...{ type: 'integer', minimum: 1, maximum: most, default: unlessGiven },
      description,
    })

/** Query of a page; `longest` is the largest page. */
export const pageQuery = (longest: number) => ({
  limit: wholeNumber(longest, 100, 'At most so many in one answer'),
})

/** Query of the parts of a list; `most` is how many there can be. */
export const shardQuery = (most: number) => ({
  count: wholeNumber(most, Math.min(8, most), 'At most so many parts'),
})
