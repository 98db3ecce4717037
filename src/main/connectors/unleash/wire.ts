import { createHash } from 'node:crypto'
import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { z } from '../../../shared/zod.ts'
import type { AuditPage, HttpReply } from '../connector.ts'
import { eachRow, instant, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

/** As GET /api/admin/api-tokens has it and POST answers it (unleash-server 8.2.0, measured). */
const Token = z.object({
  /** The whole secret, by which the service also finds the token. Of a `secure` one in a list: an id that opens nothing. */
  secret: z.string().min(1),
  tokenName: z.string(),
  type: z.string(),
  environment: z.string(),
  createdAt: instant,
  expiresAt: instant.nullish(),
  seenAt: instant.nullish(),
  secure: z.boolean().nullish(),
})
/** A token with its secret. It stays in this folder. */
export type Token = z.output<typeof Token>

const Tokens = z.object({ tokens: z.array(z.unknown()) })

export const tokensOf = (body: unknown): Promise<readonly Token[]> =>
  eachRow(parse(Tokens, body).tokens, tokenOf)
export const tokenOf = (body: unknown): Token => parse(Token, body)

/** `PROJECT:ENVIRONMENT.RANDOM`; `[]` stands for several projects, `*` for all. */
const form = /^([^:\s]+):([^.\s]+)\.([^\s…]+)$/
/** What the service keeps of a secure token's secret is this part of it. */
const securePart = /^v2_([\w-]{22})_[\w-]{43}$/

export const partsOf = (secret: string) => {
  const [, project, environment, random] = form.exec(secret) ?? []
  return project === undefined || environment === undefined || random === undefined
    ? null
    : { project, environment, random }
}

/** By which the service finds the token: its list says no other. */
const handleOf = (secret: string): string =>
  securePart.exec(partsOf(secret)?.random ?? '')?.[1] ?? secret

/** The id under which the rest of Claviger knows a token: SHA-256, hexadecimal, of what the service has for one. */
export const idOf = (secret: string): KeyId =>
  createHash('sha256').update(handleOf(secret)).digest('hex')

const maskOf = (secret: string): string | null => {
  const parts = partsOf(secret)
  return parts && `${parts.project}:${parts.environment}.…${parts.random.slice(-4)}`
}

/** Everything but the secret. `now` is the service's, in ms since 1970 UTC. */
export const recordOf = (token: Token, now: number): KeyRecord => {
  const expiresAt = token.expiresAt ?? null
  return withVersion({
    id: idOf(token.secret),
    kind: 'key',
    name: token.tokenName,
    mask: token.secure ? null : maskOf(token.secret),
    description: token.type === 'frontend' ? 'Frontend token' : null,
    state: expiresAt !== null && expiresAt <= now ? 'expired' : 'active',
    createdAt: token.createdAt,
    createdBy: null,
    updatedAt: null,
    lastUsedAt: token.seenAt ?? null,
    usageCount: null,
    expiresAt,
    previousUntil: null,
  })
}

/** Flags, as an SDK gets them and as a page does. */
const Opened = z.union([
  z.object({ features: z.array(z.unknown()) }),
  z.object({ toggles: z.array(z.unknown()) }),
])

/**
 * Said of a token that is none (unleash-server 6.6.0 and 8.2.0, `api-token-middleware`). While its database fails, the
 * service answers 401 in other words.
 */
const Refused = z.object({ message: z.string().includes('requires an API token') })

/** What an application hears that presents a token. 403: one of the other kind. A bare 401 is of what stands before it. */
export const verdictOf = ({ status, body }: HttpReply): Verdict => {
  if (status === 401) return Refused.safeParse(body).success ? 'not-found' : 'unknown'
  if (status >= 400) return 'unknown'
  parse(Opened, body)
  return 'valid'
}

const actions: Readonly<Record<string, string>> = {
  'api-token-created': 'create',
  'api-token-updated': 'expire',
  'api-token-deleted': 'delete',
}
export const auditTypes: readonly string[] = Object.keys(actions)

const Named = z.object({ tokenName: z.string() }).nullish().catch(null)

// What an event holds besides (who may be a mail address, what was before) is not read.
const Event = z.object({
  id: z.number(),
  type: z.string(),
  createdBy: z.string().nullish(),
  createdAt: instant,
  environment: z.string().nullish(),
  data: Named,
  preData: Named,
})
const Events = z.object({ events: z.array(z.unknown()), total: z.number() })

type Asked = Pick<AuditPage['entries'][number], 'environment'> & {
  /** The service's name of the environment. */
  readonly name: string
  readonly offset: number
}

/** The tokens' part of the event log. It names a token by its name, so none is told apart from another of that name. */
export const auditOf = async (
  { body }: HttpReply,
  { name, environment, offset }: Asked,
): Promise<AuditPage> => {
  const said = parse(Events, body)
  const events = await eachRow(said.events, event => parse(Event, event))
  const entries = events
    .filter(event => event.environment === name)
    .map(({ id, type, createdBy, createdAt, data, preData }) => ({
      ...{ id: String(id), at: createdAt, by: createdBy ?? null },
      ...{ action: actions[type] ?? type, origin: null, environment, key: null },
      keyName: data?.tokenName ?? preData?.tokenName ?? null,
    }))
  const end = offset + events.length
  return { entries, next: events.length > 0 && end < said.total ? String(end) : null }
}
