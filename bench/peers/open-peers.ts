import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { installService } from '../../tools/services.ts'
import { listenOnLoopback } from './loopback.ts'
import { writeRows } from './write-rows.ts'

/** `bare-rows` only shows them; the others search and sort too. */
export const peers = [
  'bare-rows',
  'bare-list',
  'tanstack',
  'ag-grid',
  'mantine-react-table',
  'fuse',
] as const
export type Peer = (typeof peers)[number]

export type OpenPeers = {
  /** Address of a peer's page with `rows` keys of `benchRows`, newest first. It marks `rows` when they are painted. */
  readonly url: (peer: Peer, rows: number) => string
  readonly close: () => Promise<void>
}

const here = import.meta.dirname
const pages = join(here, 'pages')

const buildPages = (folder: string) =>
  build({
    root: pages,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      chunkSizeWarningLimit: 10_000,
      rollupOptions: { input: peers.map(peer => join(pages, `${peer}.html`)) },
    },
  })

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

const send = async (file: string, response: ServerResponse) => {
  const type = types[extname(file)]
  if (type === undefined) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
  await pipeline(createReadStream(file), response)
}

/**
 * Installs the peers' packages (`npm ci`, once), builds their pages as the application's are built, and serves them on
 * loopback from a folder that `close` removes. Rows are made when they are first asked for.
 */
export const openPeers = async (): Promise<OpenPeers> => {
  if (!installService(here)) throw new Error(`npm ci failed in ${here}`)
  const folder = await mkdtemp(join(tmpdir(), 'claviger-peers-'))
  await buildPages(join(folder, 'pages'))
  const made = new Map<number, Promise<string>>()
  const rowsFile = (count: number) => {
    const known = made.get(count) ?? writeRows(join(folder, `${count}.json`), count)
    made.set(count, known)
    return known
  }
  const fileOf = (path: string): Promise<string> | string => {
    const count = /^\/rows\/(\d+)\.json$/.exec(path)?.[1]
    return count === undefined ? join(folder, 'pages', path) : rowsFile(Number(count))
  }
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://loopback')
    // A page that is closed while it loads ends its answer.
    await send(await fileOf(pathname), response).catch(() => response.destroy())
  })
  const origin = await listenOnLoopback(server)
  return {
    url: (peer, rows) => `${origin}/${peer}.html?rows=${rows}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
