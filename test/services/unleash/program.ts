/**
 * PostgreSQL and Unleash, in a folder of their own, until the standard input ends. Announces itself by one line of
 * JSON when it answers. Everything is as Unleash has it by itself, but for what calls home. A line on the input is
 * answered by one when Unleash has done what it does once a minute.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findPostgres, type Postgres, startPostgres } from './postgres.ts'

/** `socket` is where Unleash answers plain HTTP, `database` the folder of PostgreSQL's. */
export type Announced = {
  readonly version: string
  readonly socket: string
  readonly database: string
}

type Job = { readonly fetchActiveTokens: () => Promise<void> }
type Package = {
  readonly start: (options: object) => Promise<{
    readonly version: string
    readonly services: { readonly apiTokenService: Job; readonly apiTokenV2Service: Job }
  }>
}

const options = (folder: string, { host }: Postgres) => ({
  db: { host, user: 'postgres', password: '', database: 'postgres', ssl: false },
  server: { pipe: join(folder, 'unleash.sock'), gracefulShutdownEnable: false },
  authentication: { initialAdminUser: { username: 'admin', password: 'unleash4all' } },
  versionCheck: { enable: false },
})

const run = async (programs: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-unleash-'))
  // The database's user passes through.
  await chmod(folder, 0o711)
  const postgres = await startPostgres(programs, join(folder, 'postgres'))
  const stop = async (code: number): Promise<never> => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
    process.exit(code)
  }
  const input = createInterface(process.stdin).on('close', () => stop(0))
  try {
    // By a variable: where the service is not installed its types are not either.
    const name = 'unleash-server'
    const { start }: Package = await import(name)
    const { version, services } = await start(options(folder, postgres))
    const socket = join(folder, 'unleash.sock')
    const announced: Announced = { version, socket, database: postgres.host }
    process.stdout.write(`${JSON.stringify(announced)}\n`)
    input.on('line', async () => {
      await services.apiTokenService.fetchActiveTokens()
      await services.apiTokenV2Service.fetchActiveTokens()
      process.stdout.write('\n')
    })
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.stack : cause}\n`)
    await stop(1)
  }
}

const programs = findPostgres()
if (programs === null) throw new Error('PostgreSQL is missing')
await run(programs)
