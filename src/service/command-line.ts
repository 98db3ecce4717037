import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { claviger } from './profiles/claviger.ts'
import { profileNamed, profiles } from './profiles/index.ts'
import {
  type Environment,
  environments,
  type Permission,
  type Profile,
} from './profiles/profile.ts'
import type { Grant } from './tokens.ts'

/** A token to issue; null permissions are all codes of the folder's profile, which is not known before it is opened. */
export type TokenWish = Omit<Grant, 'permissions'> & {
  readonly permissions: readonly Permission[] | null
}

export type ServeCommand = {
  readonly kind: 'serve'
  /** Null for the one that the folder has. */
  readonly profile: Profile | null
  readonly dataFolder: string
  readonly host: string
  readonly port: number
  readonly rateLimit: number
  readonly announceJson: boolean
  readonly exitWithParent: boolean
  readonly issue: readonly TokenWish[]
}

/** What is done to a folder, also while a service runs on it. */
export type FolderCommand =
  | { readonly kind: 'token-create'; readonly dataFolder: string; readonly wish: TokenWish }
  | { readonly kind: 'token-list'; readonly dataFolder: string }
  | { readonly kind: 'token-revoke'; readonly dataFolder: string; readonly name: string }
  | { readonly kind: 'plan-show'; readonly dataFolder: string }
  | { readonly kind: 'plan-set'; readonly dataFolder: string; readonly name: string }

export type Command =
  | ServeCommand
  | FolderCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly sentence: string }

/** A flag that cannot be used; its message is one sentence. */
class UsageError extends Error {}

const bad = (sentence: string): never => {
  throw new UsageError(sentence)
}

const integer = (flag: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most
    ? value
    : bad(`${flag} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
}

const oneOf = <T extends string>(flag: string, text: string, known: readonly T[]): T =>
  known.find(word => word === text) ??
  bad(`${flag} takes ${known.join(', ')}, not ${JSON.stringify(text)}.`)

const someOf = <T extends string>(
  flag: string,
  text: string,
  known: readonly T[],
): readonly T[] => {
  const named = text.split(',').map(word => oneOf(flag, word.trim(), known))
  return known.filter(word => named.includes(word))
}

const tokenName = (flag: string, text: string | undefined): string => {
  if (text === undefined) return bad(`${flag} is missing: name the token.`)
  return /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u.test(text)
    ? text
    : bad(
        `${flag} takes 1 to 64 letters, digits, spaces and . _ @ - for a name, not ${JSON.stringify(text)}.`,
      )
}

const dataFolder = (text: string | undefined): string =>
  text || bad('--data is missing: name the folder in which the service keeps its data.')

const wishOf = (text: string): TokenWish => {
  const parts = text.split(':')
  const [name, entered] = parts
  if (parts.length !== 2 || entered === undefined)
    return bad(`--issue-token takes NAME:ENVIRONMENT[,ENVIRONMENT], not ${JSON.stringify(text)}.`)
  return {
    name: tokenName('--issue-token', name),
    permissions: null,
    environments: someOf<Environment>('--issue-token', entered, environments),
  }
}

const wishesOf = (texts: readonly string[]): readonly TokenWish[] => {
  const wishes = texts.map(wishOf)
  const names = wishes.map(wish => wish.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? wishes
    : bad(`--issue-token names ${JSON.stringify(twice)} twice: give its environments together.`)
}

const profileOf = (name: string): Profile =>
  profileNamed(name) ??
  bad(`--profile takes ${profiles.map(one => one.name).join(', ')}, not ${JSON.stringify(name)}.`)

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const readServe = (args: readonly string[]): Command => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: text,
      data: text,
      host: text,
      port: text,
      announce: text,
      'rate-limit': text,
      'issue-token': { ...text, multiple: true },
      'exit-with-parent': flag,
      help: { ...flag, short: 'h' },
    },
  })
  if (values.help) return { kind: 'help' }
  const profile = values.profile === undefined ? null : profileOf(values.profile)
  return {
    kind: 'serve',
    profile,
    dataFolder: dataFolder(values.data ?? join('data', profile?.name ?? claviger.name)),
    host: values.host || '127.0.0.1',
    port: integer('--port', values.port ?? '8443', 0, 65_535),
    rateLimit: integer('--rate-limit', values['rate-limit'] ?? '6000', 1, 1_000_000),
    announceJson: oneOf('--announce', values.announce ?? 'text', ['text', 'json']) === 'json',
    exitWithParent: values['exit-with-parent'] ?? false,
    issue: wishesOf(values['issue-token'] ?? []),
  }
}

const readTokenCreate = (args: readonly string[]): Command => {
  const { values } = parseArgs({
    args: [...args],
    options: { data: text, name: text, permissions: text, environments: text },
  })
  const entered = values.environments ?? environments.join()
  return {
    kind: 'token-create',
    dataFolder: dataFolder(values.data),
    wish: {
      name: tokenName('--name', values.name),
      permissions: values.permissions?.split(',').map(code => code.trim()) ?? null,
      environments: someOf<Environment>('--environments', entered, environments),
    },
  }
}

const readToken = ([action, ...args]: readonly string[]): Command => {
  if (action === 'create') return readTokenCreate(args)
  if (action === 'list') {
    const { values } = parseArgs({ args, options: { data: text } })
    return { kind: 'token-list', dataFolder: dataFolder(values.data) }
  }
  if (action !== 'revoke') return bad('token takes create, list or revoke.')
  const { values } = parseArgs({ args, options: { data: text, name: text } })
  const name = tokenName('--name', values.name)
  return { kind: 'token-revoke', dataFolder: dataFolder(values.data), name }
}

const readPlan = (args: readonly string[]): Command => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: text, name: text },
    allowPositionals: true,
  })
  const folder = dataFolder(values.data)
  if (positionals.length === 0) return { kind: 'plan-show', dataFolder: folder }
  if (positionals.join(' ') !== 'set') return bad('plan takes set, or nothing to show it.')
  const name = values.name || bad('--name is missing: name the plan.')
  return { kind: 'plan-set', dataFolder: folder, name }
}

const readNamed = ([first, ...rest]: readonly string[]): Command | null => {
  if (first === 'token') return readToken(rest)
  return first === 'plan' ? readPlan(rest) : null
}

const isParseError = (cause: unknown): cause is Error =>
  cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS')

/** Reads the arguments; what cannot be used becomes one sentence that says what to do. */
export const readCommand = (args: readonly string[]): Command => {
  try {
    return readNamed(args) ?? readServe(args)
  } catch (cause) {
    if (cause instanceof UsageError) return { kind: 'bad', sentence: cause.message }
    if (!isParseError(cause)) throw cause
    return { kind: 'bad', sentence: `${cause.message.split(/(?<=')\. |\.\n/)[0]}.` }
  }
}

export const usage = `Usage:
  key-service [--profile ${profiles.map(({ name }) => name).join('|')}]
              [--data DIR] [--port N] [--host H] [--rate-limit N]
              [--issue-token NAME:ENVIRONMENT[,ENVIRONMENT]] [--announce json] [--exit-with-parent]
  key-service token create --data DIR --name NAME [--permissions A,B] [--environments A,B]
  key-service token list   --data DIR
  key-service token revoke --data DIR --name NAME
  key-service plan         --data DIR
  key-service plan set     --data DIR --name NAME

  --profile            of a new folder, claviger unless given; a folder keeps the one it has
  --data               where the service keeps its data; data/PROFILE here unless given
  --port               8443 unless given; 0 for any that is free
  --host               127.0.0.1 unless given
  --rate-limit         requests a minute for every admin token, 6000 unless given
  --issue-token        replaces the admin token of that name; may be repeated
  --permissions        codes of the folder's profile; all unless given
  --environments       of ${environments.join(', ')}; both unless given
  --exit-with-parent   ends with its standard input, where that is a pipe
`
