import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { end, isAlive } from '../../../tools/child.ts'

const installed = '/usr/lib/postgresql'

/** Where the programs are of the newest PostgreSQL that Debian's packages have installed; null without one. */
export const findPostgres = (): string | null => {
  const versions = existsSync(installed) ? readdirSync(installed).map(Number) : []
  const folders = versions.sort((a, b) => b - a).map(version => join(installed, `${version}/bin`))
  return folders.find(folder => existsSync(join(folder, 'initdb'))) ?? null
}

type User = { readonly uid?: number; readonly gid?: number }

/** PostgreSQL refuses to run as root, who becomes the user that Debian's package has made. */
const userFor = (): User => {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

const run = (program: string, parameters: readonly string[], user: User = {}): void => {
  const { status, stderr } = spawnSync(program, parameters, { ...user, cwd: '/', encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

const untilReady = async (server: ChildProcess, folder: string, isReady: () => boolean) => {
  while (!isReady()) {
    if (!isAlive(server)) {
      throw new Error(`PostgreSQL ended: ${readFileSync(join(folder, 'log'), 'utf8')}`)
    }
    await pause(50)
  }
}

// Nothing has to outlast the test.
const hasty = ['-F', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

export type Postgres = {
  /** Folder of its socket: there is no other way in. User and database are `postgres`, without a password. */
  readonly host: string
  readonly stop: () => Promise<void>
}

/** A cluster of its own in `host`, which must not exist. */
export const startPostgres = async (programs: string, host: string): Promise<Postgres> => {
  const user = userFor()
  await mkdir(host, { mode: 0o700 })
  if (user.uid !== undefined) await chown(host, user.uid, user.gid ?? user.uid)
  const data = join(host, 'data')
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  run(join(programs, 'initdb'), ['-D', data, ...options], user)
  const log = openSync(join(host, 'log'), 'a')
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', host, '-c', 'listen_addresses=', ...hasty],
    { ...user, cwd: '/', stdio: ['ignore', log, log] },
  )
  // Also when this program breaks down.
  process.once('exit', () => server.kill('SIGQUIT'))
  const isReady = () => spawnSync(join(programs, 'pg_isready'), ['-q', '-h', host]).status === 0
  await untilReady(server, host, isReady)
  // At once: it waits for nobody and writes nothing more.
  return { host, stop: () => end(server, 'SIGQUIT') }
}

/** Does `sql` to the cluster whose socket is in `host`. */
export const query = (programs: string, host: string, sql: string): void =>
  run(join(programs, 'psql'), [
    '-h',
    host,
    '-U',
    'postgres',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    '-c',
    sql,
  ])
