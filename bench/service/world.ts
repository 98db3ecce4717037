import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { sizeName } from '../rows.ts'
import { openConnection } from './connection.ts'
import { type Filled, makeFilled } from './fill.ts'
import { type Load, type Server, startBareHandler, startLoad, startService } from './programs.ts'
import { shardsRequest } from './requests.ts'

const shards = 8

/** The service with so many keys, and what is measured beside it: each a process of its own. */
export type World = {
  readonly at: string
  readonly filled: Filled
  readonly service: Server
  readonly bare: Server
  readonly load: Load
  /** Of the parts of the list. */
  readonly cursors: readonly string[]
}

const readCursors = async (service: Server, filled: Filled): Promise<readonly string[]> => {
  const connection = await openConnection(service.target)
  try {
    const { status, body } = await connection.ask(shardsRequest(filled, shards))
    if (status !== 200) throw new Error(`The list is not split: ${status}`)
    // The service's own answer.
    return (JSON.parse(body.toString()) as { cursors: readonly string[] }).cursors
  } finally {
    connection.close()
  }
}

export const openWorld = async (bench: Bench, count: number): Promise<World> => {
  const at = sizeName(count)
  const filled = await makeFilled(join(bench.folder, `service-${at}`), count)
  bench.log(`a service has ${at} keys, each with a secret`)
  const service = await startService(filled.folder)
  bench.onClose(service.stop)
  const bare = await startBareHandler(filled.folder)
  bench.onClose(bare.stop)
  const load = startLoad()
  bench.onClose(load.stop)
  return { at, filled, service, bare, load, cursors: await readCursors(service, filled) }
}
