import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const home = join(root, 'test', 'services')

/** The services of others that the tests run for real: each a folder with a lock file of its own. */
export const serviceFolders = (): readonly string[] =>
  readdirSync(home)
    .map(name => join(home, name))
    .filter(folder => existsSync(join(folder, 'package-lock.json')))

/** Debian's packages that the service in `folder` needs and this machine lacks. */
export const lackingPackages = async (folder: string): Promise<readonly string[]> => {
  // Each service says it where it is started.
  const service: { readonly lackingPackages?: () => readonly string[] } = await import(
    join(folder, 'service.ts')
  )
  return service.lackingPackages?.() ?? []
}

/** What an installation is of: another lock file, or another Node, and it is stale. */
const stampOf = (folder: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.version} ${process.platform} ${process.arch}`)
    .digest('hex')

const stampFile = (folder: string): string => join(folder, 'node_modules', '.claviger-installed')

const isInstalled = (folder: string): boolean =>
  existsSync(stampFile(folder)) && readFileSync(stampFile(folder), 'utf8') === stampOf(folder)

/** `npm ci` by the Node that runs this, unless it was done. Answers false when npm failed. */
export const installService = (folder: string): boolean => {
  if (isInstalled(folder)) return true
  console.log(`Installing ${relative(root, folder)} (npm ci, once) …`)
  // npm names itself to the scripts that it runs.
  const npm = process.env.npm_execpath
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const { status } = spawnSync(command, [...before, 'ci', '--no-progress'], {
    cwd: folder,
    stdio: 'inherit',
    shell: npm === undefined && process.platform === 'win32',
  })
  if (status !== 0) return false
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(stampFile(folder), stampOf(folder))
  return true
}
