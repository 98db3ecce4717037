import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import type { Environment } from '../src/shared/domain/environment.ts'
import { end } from '../tools/child.ts'
import type { KeyService } from '../tools/key-service.ts'

export type RawDownload = {
  readonly rows: number
  readonly bytes: number
  readonly url: string
  /** Fetches all of it on a new connection, and parses it; ms from before the connection to the end of the parsing. */
  readonly measure: (url?: string) => Promise<number>
  readonly close: () => Promise<void>
}

type Page = { readonly data: readonly unknown[]; readonly nextCursor: string | null }

/** Every page of a service's list, as its own text. */
async function* pagesOf({ ask, tokens }: KeyService, environment: Environment) {
  const path = `/v1/environments/${environment}/keys?limit=1000`
  let cursor: string | null = ''
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { status, body } = await ask('GET', `${path}${more}`, tokens[environment])
    if (status !== 200) throw new Error(`A page was answered with ${status}`)
    // What the service is tested to answer.
    const page = body as Page
    yield page
    cursor = page.nextCursor
  }
}

const writePages = async (file: string, service: KeyService, environment: Environment) => {
  const out = createWriteStream(file)
  let rows = 0
  for await (const page of pagesOf(service, environment)) {
    if (!out.write(`${rows === 0 ? '[' : ','}${JSON.stringify(page)}`)) await once(out, 'drain')
    rows += page.data.length
  }
  out.end(']')
  await finished(out)
  return { rows, bytes: out.bytesWritten }
}

type Announced = { readonly port: number; readonly certificate: string }

const download = async (url: string, ca: string): Promise<number> => {
  const startedAt = performance.now()
  const call = request(url, { ca, agent: false }).end()
  const [response]: IncomingMessage[] = await once(call, 'response')
  if (response) JSON.parse((await buffer(response)).toString())
  return performance.now() - startedAt
}

/**
 * The floor of a first sync: the answers of all pages of a service's list, one after another as a single JSON text, from a
 * program of its own that has nothing else to do, over HTTPS.
 */
export const openRawDownload = async (
  service: KeyService,
  environment: Environment = 'preview',
): Promise<RawDownload> => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-raw-'))
  const file = join(folder, 'pages.json')
  const written = await writePages(file, service, environment)
  const program = join(import.meta.dirname, 'raw-server.ts')
  const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { port, certificate }: Announced = JSON.parse(line)
  const url = `https://127.0.0.1:${port}/`
  return {
    ...written,
    url,
    measure: (through = url) => download(through, certificate),
    close: async () => {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
