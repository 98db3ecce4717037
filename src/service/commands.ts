import { resolve } from 'node:path'
import type { FolderCommand, ServeCommand, TokenWish } from './command-line.ts'
import { holdsData, openDataFolder } from './data-folder.ts'
import { type Database, openDatabase } from './database.ts'
import { readProfile } from './folder-profile.ts'
import { planNamed, readPlan, writePlan } from './plan.ts'
import { environments, type Profile, permissionsOf } from './profiles/profile.ts'
import { type Service, startService } from './service.ts'
import {
  createToken,
  type Grant,
  type IssuedToken,
  listTokens,
  replaceToken,
  revokeToken,
} from './tokens.ts'
import { version } from './version.ts'

export type Output = { readonly out: (text: string) => void; readonly err: (text: string) => void }

const firstToken: TokenWish = { name: 'admin', permissions: null, environments }

const grantOf = (profile: Profile, { permissions, ...rest }: TokenWish): Grant => ({
  ...rest,
  permissions: permissions ?? permissionsOf(profile),
})

/** The tokens to announce: those asked for, else the first one of a service that has none yet. */
const issueTokens = async (
  { database, profile }: Service,
  wishes: readonly TokenWish[],
): Promise<readonly IssuedToken[]> => {
  if (wishes.length === 0 && (await listTokens(database)).length > 0) return []
  const wanted = wishes.length === 0 ? [firstToken] : wishes
  const issued: IssuedToken[] = []
  for (const wish of wanted)
    issued.push(await replaceToken(database, grantOf(profile, wish), Date.now()))
  return issued
}

const announcement = ({ url, identity }: Service, tokens: readonly IssuedToken[]): string =>
  JSON.stringify({
    url,
    fingerprint: identity.fingerprint,
    certificate: identity.certificate,
    tokens: tokens.map(({ name, environments: entered, token }) => ({
      name,
      environments: entered,
      token,
    })),
  })

const tokenText = ({ name, permissions: granted, environments: entered, token }: IssuedToken) =>
  `Admin token "${name}" (${granted.join(', ')}; ${entered.join(', ')}), shown this once:

  ${token}

Store it now, in a password manager for example: the service keeps a hash of it alone.
`

const startText = (service: Service, dataFolder: string, tokens: readonly IssuedToken[]): string =>
  [
    `${service.profile.title} ${version}`,
    `  URL          ${service.url}`,
    `  Data         ${resolve(dataFolder)}`,
    `  Certificate  ${service.identity.certificateFile}`,
    `  SHA-256      ${service.identity.fingerprint}`,
    '',
    ...tokens.map(tokenText),
  ].join('\n')

/** Starts the service and announces it. The tokens are issued last: one that nobody was shown would be lost. */
export const runService = async (command: ServeCommand, output: Output): Promise<Service> => {
  const service = await startService({
    ...command,
    now: Date.now,
    failed: cause => output.err(`${cause instanceof Error ? cause.stack : String(cause)}\n`),
  })
  const tokens = await issueTokens(service, command.issue)
  output.out(
    command.announceJson
      ? `${announcement(service, tokens)}\n`
      : startText(service, command.dataFolder, tokens),
  )
  return service
}

const create = async (database: Database, wish: TokenWish, output: Output): Promise<number> => {
  const profile = await readProfile(database)
  const codes = permissionsOf(profile)
  const grant = grantOf(profile, wish)
  const unknown = grant.permissions.find(code => !codes.includes(code))
  if (unknown !== undefined) {
    output.err(
      `--permissions takes ${codes.join(', ')} for the profile ${profile.name}, not ${JSON.stringify(unknown)}.\n`,
    )
    return 2
  }
  const sorted = codes.filter(code => grant.permissions.includes(code))
  const issued = await createToken(database, { ...grant, permissions: sorted }, Date.now())
  if (issued) output.out(tokenText(issued))
  else output.err(`There is an admin token "${grant.name}" already: revoke it first.\n`)
  return issued ? 0 : 1
}

const list = async (database: Database, output: Output): Promise<number> => {
  const tokens = await listTokens(database)
  const lines = tokens.map(token => {
    const since = new Date(token.createdAt).toISOString()
    const state = token.revokedAt === null ? 'valid' : 'revoked'
    return [token.name, state, token.environments, token.permissions, since].join('\t')
  })
  output.out(lines.map(line => `${line}\n`).join('') || 'There are no admin tokens yet.\n')
  return 0
}

const revoke = async (database: Database, name: string, output: Output): Promise<number> => {
  const revoked = await revokeToken(database, name, Date.now())
  if (revoked > 0) output.out(`Revoked the admin token "${name}".\n`)
  else output.err(`There is no valid admin token "${name}".\n`)
  return revoked > 0 ? 0 : 1
}

const showPlan = async (database: Database, output: Output): Promise<number> => {
  const { name } = await readPlan(database, await readProfile(database))
  output.out(`${name}\n`)
  return 0
}

const setPlan = async (database: Database, name: string, output: Output): Promise<number> => {
  const profile = await readProfile(database)
  const plan = planNamed(profile, name)
  if (plan === null) {
    const names = profile.plans.map(one => one.name).join(', ')
    output.err(`The profile ${profile.name} has the plans ${names}, not ${JSON.stringify(name)}.\n`)
    return 1
  }
  await writePlan(database, plan)
  output.out(`The plan is ${plan.name} now.\n`)
  return 0
}

const runOn = (database: Database, command: FolderCommand, output: Output): Promise<number> => {
  switch (command.kind) {
    case 'token-create':
      return create(database, command.wish, output)
    case 'token-list':
      return list(database, output)
    case 'token-revoke':
      return revoke(database, command.name, output)
    case 'plan-show':
      return showPlan(database, output)
    case 'plan-set':
      return setPlan(database, command.name, output)
    default:
      return command satisfies never
  }
}

/** Runs a command on the data folder, also while the service runs; answers the exit code. */
export const runOnFolder = async (command: FolderCommand, output: Output): Promise<number> => {
  const { dataFolder } = command
  if (!holdsData(dataFolder)) {
    // A mistyped folder would get a token that no service knows.
    output.err(
      `The folder ${dataFolder} holds no data of a key service: start the service on it first.\n`,
    )
    return 1
  }
  const { databaseFile } = await openDataFolder(dataFolder)
  const database = await openDatabase(databaseFile)
  try {
    return await runOn(database, command, output)
  } finally {
    await database.destroy()
  }
}
