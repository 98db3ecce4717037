import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { end } from '../../tools/child.ts'

const program = `
const server = require('node:net').createServer()
server.listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () =>
  console.log(server.address().port))
`

/** Whether a connection is made within a moment. */
const isTaken = (host: string, port: number, sockets: Socket[]): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host, port })
    sockets.push(socket)
    const late = setTimeout(() => resolve(false), 300)
    const settle = (taken: boolean) => () => {
      clearTimeout(late)
      resolve(taken)
    }
    socket.once('connect', settle(true)).once('error', settle(false))
  })

/**
 * A port on which nothing is ever said, not even by TCP: its program is stopped and its queue full, so that the system
 * drops what else comes (Linux).
 */
export const openBlackHole = async (host: string, port = 0) => {
  const args = ['-e', program, host, String(port)]
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('The program has no standard output')
  const [line] = await once(child.stdout, 'data')
  const own = Number(String(line))
  child.kill('SIGSTOP')
  const sockets: Socket[] = []
  for (let tries = 0; tries < 8 && (await isTaken(host, own, sockets)); tries++);
  return {
    port: own,
    close: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      await end(child, 'SIGKILL')
    },
  }
}
