import { spawn } from 'node:child_process'
import type { Shell } from 'electron'
import { implement, notImplemented } from './implement.ts'

const opener = (): readonly [string, ...string[]] => {
  switch (process.platform) {
    case 'darwin':
      return ['open']
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler']
    default:
      return ['xdg-open']
  }
}

/** Opens `https:` URLs in the user's browser; rejects when the system has no opener. */
const openExternal = (url: string): Promise<void> => {
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:') notImplemented(`shell.openExternal of ${protocol}`)
  const [command, ...parameters] = opener()
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...parameters, href], { detached: true, stdio: 'ignore' })
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}

export const shell = implement<Shell>('shell', {
  openExternal: async url => openExternal(url),
})
