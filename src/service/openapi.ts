import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from './database.ts'
import { claviger } from './profiles/claviger.ts'
import { openReads } from './reads.ts'
import { buildServer } from './server.ts'
import { partsOf } from './service.ts'
import { makeCertificate } from './tls.ts'

export const openapiFile = join(import.meta.dirname, '../../resources/openapi/claviger.yaml')

const failed = (cause: unknown): never => {
  throw cause
}

/** The OpenAPI document of the routes, as YAML. */
export const renderOpenapi = async (): Promise<string> => {
  const database = await openDatabase(':memory:')
  // Nothing is asked of it.
  const reads = openReads(':memory:', database)
  const options = { rateLimit: 6000, now: Date.now, failed }
  const app = await buildServer(
    await partsOf(options, claviger, { database, reads }),
    await makeCertificate(),
  )
  try {
    return app.swagger({ yaml: true })
  } finally {
    await app.close()
    reads.close()
    await database.destroy()
  }
}

if (import.meta.main) await writeFile(openapiFile, await renderOpenapi())
