import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const products = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'] as const
const sources = ['src', 'resources', 'electron.vite.config.ts', 'package-lock.json'] as const

const modifiedAt = (path: string): number => {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).map(name => modifiedAt(join(path, name)))
  // A folder's own time changes when a file in it is deleted.
  return Math.max(stat.mtimeMs, ...inside)
}

/** True when a product is missing or older than the newest source. Times are of the file system. */
export const isStale = (products: readonly number[], sources: readonly number[]): boolean =>
  products.some(time => time === 0) || Math.min(...products) < Math.max(...sources)

/** True when `out/` is there and no older than the sources. */
export const isBuilt = (): boolean => {
  const productTimes = products.map(name => modifiedAt(join(root, 'out', name)))
  return !isStale(
    productTimes,
    sources.map(name => modifiedAt(join(root, name))),
  )
}

/** Builds `out/` when it is missing or older than the sources; false when that failed. */
export const ensureBuilt = (): boolean => {
  if (isBuilt()) return true
  console.log('Building Claviger …')
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const result = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (result.status !== 0) console.error(`${result.stdout}\n${result.stderr}`)
  return result.status === 0
}
