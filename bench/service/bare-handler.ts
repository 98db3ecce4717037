import { DatabaseSync } from 'node:sqlite'
import Fastify from 'fastify'
import { hashOf } from '../../src/service/secret-format.ts'
import { makeCertificate } from '../../src/service/tls.ts'

/**
 * The floor of `verify`: a Fastify route that hashes what it is given and looks the hash up in a Map that has every key
 * of the data folder named, over the same TLS and with the same answer. No database, no limits, no counting.
 */
const databaseFile = process.argv[2] ?? ''

const readHashes = (): ReadonlyMap<string, string> => {
  const database = new DatabaseSync(databaseFile, { readOnly: true })
  const hashes = new Map<string, string>()
  for (const { hash, key_id } of database.prepare('select hash, key_id from secret').iterate())
    hashes.set(String(hash), String(key_id))
  database.close()
  return hashes
}

const hashes = readHashes()
const identity = await makeCertificate()
const app = Fastify({
  https: { key: identity.key, cert: identity.certificate, minVersion: 'TLSv1.2' },
})
app.post<{ Body: { key: string } }>('/v1/environments/:environment/verify', async ({ body }) => {
  const keyId = hashes.get(hashOf(body.key))
  return keyId === undefined
    ? { valid: false, code: 'NOT_FOUND' }
    : { valid: true, code: 'VALID', keyId }
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url, certificate: identity.certificate })}\n`)
