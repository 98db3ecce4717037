import { lstat, open } from 'node:fs/promises'
import { arch, cpus, release, type as systemType, totalmem } from 'node:os'
import { app } from 'electron'
import type { Machine } from '../services/ports.ts'
import { logFiles } from './log-file.ts'

const mostLines = 200
const mostBytes = 64 * 1024

/** What Claviger runs on. `ignored` are the names of the environment's variables that were dropped at start. */
export const createMachine = (folder: string, ignored: readonly string[]): Machine => ({
  version: app.getVersion(),
  facts: () => [
    ['Claviger', `${app.getVersion()}${app.isPackaged ? '' : ', not packaged'}`],
    ['Host', hostOf(process.versions)],
    ['Node', process.versions.node],
    ['SQLite', process.versions.sqlite ?? 'unknown'],
    ['System', `${systemType()} ${release()} ${arch()}`],
    ['Session', sessionOf(process.env)],
    ['Processors', String(cpus().length)],
    ['Memory', `${Math.round(totalmem() / 2 ** 20)} MiB`],
    ['Memory of this process', `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`],
    ['Running for', `${Math.round(process.uptime())} s`],
    ['Time zone', Intl.DateTimeFormat().resolvedOptions().timeZone],
    ['Ignored variables', ignored.join(', ') || 'none'],
  ],
  logTail: async () => {
    const texts = await Promise.all(logFiles(folder).map(endOf))
    // Where a file was cut, its first line is a part of one.
    const lines = texts.flatMap(text => text.split('\n')).filter(line => line.startsWith('{'))
    return lines.slice(-mostLines)
  },
})

/** The last bytes of a file, whatever its size; nothing of what is no file. */
const endOf = async (file: string): Promise<string> => {
  try {
    if (!(await lstat(file)).isFile()) return ''
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const start = Math.max(0, size - mostBytes)
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), {
        position: start,
      })
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch {
    return ''
  }
}

const hostOf = ({ electron, chrome }: NodeJS.ProcessVersions): string =>
  electron === undefined ? 'Chromium host' : `Electron ${electron}, Chromium ${chrome ?? 'unknown'}`

/** On Linux what draws the window; a word of a few, and nothing else from the environment. */
const sessionOf = ({ XDG_SESSION_TYPE, WAYLAND_DISPLAY, DISPLAY }: NodeJS.ProcessEnv): string => {
  const told = XDG_SESSION_TYPE ?? (WAYLAND_DISPLAY ? 'wayland' : DISPLAY ? 'x11' : 'unknown')
  return ['x11', 'wayland', 'tty'].includes(told) ? told : 'other'
}
