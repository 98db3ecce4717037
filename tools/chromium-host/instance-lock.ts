import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** What a second instance tells the first. */
export type Visit = {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly additionalData: unknown
}

/**
 * A name that one process can hold, derived from the user-data folder. Linux and Windows free it
 * with the process, however that ends; elsewhere it is a file that may be left behind.
 */
const addressOf = (userData: string): string => {
  const hash = createHash('sha256').update(`${userInfo().username}\n${userData}`).digest('hex')
  const name = `claviger-${hash.slice(0, 32)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

type Lock = { readonly userData: string; readonly server: Server }

let lock: Lock | undefined
let listener: (visit: Visit) => void = () => undefined

const listen = (address: string): Server => {
  const server = createServer(socket => {
    let text = ''
    socket.setEncoding('utf8').on('data', chunk => {
      text += chunk
    })
    // A visitor that goes away in the middle has said nothing.
    socket.on('error', () => undefined)
    socket.on('end', () => {
      socket.end()
      listener(JSON.parse(text))
    })
  })
  // The outcome is known at once, from `listening`; the event only repeats it.
  server.on('error', () => undefined)
  return server.listen(address).unref()
}

// Asking is asynchronous and Electron's answer is not, so a short-lived Node asks.
const visit = (address: string, message: Visit): boolean => {
  const script = `
    const { address, message } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
    const socket = require('node:net').connect(address)
    socket.on('error', () => process.exit(1)).on('close', () => process.exit(0)).resume()
    socket.end(JSON.stringify(message))`
  const input = JSON.stringify({ address, message })
  return spawnSync(process.execPath, ['-e', script], { input, timeout: 5000 }).status === 0
}

/** Holds the lock of `userData` if nobody does; true when this process holds it. */
export const reserveLock = (userData: string): boolean => {
  if (lock?.userData === userData) return true
  const server = listen(addressOf(userData))
  if (!server.listening) return false
  lock?.server.close()
  lock = { userData, server }
  return true
}

/** Takes the lock, or hands `message` to its holder and answers false. */
export const takeLock = (
  userData: string,
  message: Visit,
  onVisit: (visit: Visit) => void,
): boolean => {
  listener = onVisit
  if (reserveLock(userData)) return true
  const address = addressOf(userData)
  if (visit(address, message)) return false
  // Nobody answers: on macOS, the file of an instance that was killed.
  if (process.platform === 'darwin') rmSync(address, { force: true })
  return reserveLock(userData)
}

export const releaseLock = (): void => {
  lock?.server.close()
  lock = undefined
}
