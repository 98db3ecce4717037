import type { Answer, Asked } from '../stand-in-server.ts'
import { isExpired, refused, succeeded } from './stand-in-access.ts'

export type Policy = {
  readonly id: string
  readonly effect: string
  readonly permission_groups: readonly { readonly id: string; readonly name: string }[]
  readonly resources: Readonly<Record<string, string>>
}

/** Times are RFC 3339. */
export type Token = {
  readonly id: string
  name: string
  value: string
  status: 'active' | 'disabled' | 'revoked'
  expires_on: string | null
  not_before: string | null
  condition: unknown
  policies: readonly Policy[]
  modified_on: string
  /** What it may do with tokens: "Read OWNER", "Write OWNER". */
  readonly manages: readonly string[]
}

export type Owner = {
  readonly kind: 'user' | 'account'
  /** Of an account, 32 hexadecimal characters. */
  readonly id: string
  readonly tokens: Token[]
}

export type Misbehaviour = {
  /** The total that lists tell, whatever there is. */
  total: number | null
  /** Every page is the first. */
  samePage: boolean
  /** Times go out as numbers of ms. */
  milliseconds: boolean
  /** The answer to everything. */
  refuse: Answer | null
}

export type World = {
  readonly owners: readonly Owner[]
  readonly now: () => number
  readonly misbehave: Misbehaviour
  next: number
}

type Managed = { readonly asked: Asked; readonly owner: Owner; readonly rest: string }

/** What an administrator of `owner` hears about its tokens. */
export const tokensOf = (world: World, { asked, owner, rest }: Managed): Answer => {
  if (rest === '') return list(world, asked, owner)
  const [id, what] = rest.split('/')
  const token = owner.tokens.find(one => one.id === id)
  if (!token) return refused(404, 1003, 'API Token not found')
  if (what === 'value') return roll(world, owner, token)
  if (asked.method === 'GET') return succeeded(tokenOut(world, owner, token))
  if (asked.method === 'PUT') return replace(world, asked, owner, token)
  owner.tokens.splice(owner.tokens.indexOf(token), 1)
  return succeeded({ id })
}

const tokenOut = (world: World, { kind }: Owner, token: Token) => {
  const { value: _value, manages: _manages, condition, ...rest } = token
  const time = (text: string) => (world.misbehave.milliseconds ? Date.parse(text) : text)
  const { expires_on: end, not_before: from, ...shown } = rest
  return {
    ...shown,
    status: isExpired(world, token) ? 'expired' : token.status,
    issued_on: time('2018-07-01T05:20:00Z'),
    modified_on: time(token.modified_on),
    last_used_on: time('2020-01-02T12:34:00Z'),
    ...(condition === null ? {} : { condition }),
    ...(end === null ? {} : { expires_on: time(end) }),
    ...(from === null ? {} : { not_before: time(from) }),
    ...(kind === 'account' ? { creator_email_at_creation: 'ada@example.com' } : {}),
  }
}

/** 5 to 50 a page, by default 20; what has expired is there only if it is asked for. */
const list = (world: World, { query }: Asked, owner: Owner): Answer => {
  const { samePage } = world.misbehave
  const size = Math.min(Number(query.get('per_page') ?? 20), 50)
  const page = samePage ? 1 : Number(query.get('page') ?? 1)
  const all = owner.tokens.filter(
    token => query.get('include_expired') === 'true' || !isExpired(world, token),
  )
  const shown = all.slice((page - 1) * size, page * size)
  const total = world.misbehave.total ?? all.length
  const info = { page, per_page: size, count: shown.length, total_count: total }
  return succeeded(
    shown.map(token => tokenOut(world, owner, token)),
    info,
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** A PUT replaces: what is left out is cleared, restrictions too. */
const replace = (world: World, { body }: Asked, owner: Owner, token: Token): Answer => {
  const { name, policies, status, condition, expires_on: end, not_before: from } = body
  if (!isText(name) || !Array.isArray(policies)) return refused(400, 1001, 'Invalid request body')
  token.name = name
  token.policies = policies.map((policy, at) => ({ ...policy, id: `policy_${at}` }))
  token.status = status === 'disabled' ? 'disabled' : 'active'
  token.condition = condition ?? null
  token.expires_on = isText(end) ? end : null
  token.not_before = isText(from) ? from : null
  token.modified_on = new Date(world.now()).toISOString()
  return succeeded(tokenOut(world, owner, token))
}

const roll = (world: World, { kind }: Owner, token: Token): Answer => {
  world.next += 1
  token.value = `${kind === 'user' ? 'cfut' : 'cfat'}_${String(world.next).padStart(48, 'r')}`
  return succeeded(token.value)
}
