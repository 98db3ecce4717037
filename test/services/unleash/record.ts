/**
 * Records what Unleash really answers, for the tests that run without it: `node test/services/unleash/record.ts` writes
 * test/main/connectors/unleash/fixtures anew. Every secret in them is replaced by another of its form.
 */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer } from './front.ts'
import { startUnleash, type Unleash } from './service.ts'

const folder = join(import.meta.dirname, '../../main/connectors/unleash/fixtures')
const day = 86_400_000

const fake = (random: string): string => {
  const digest = createHash('sha512').update(random).digest('hex')
  return `fake${digest.slice(4, random.length)}`
}

/** The random part of every kind of secret that Unleash has; the same one stays the same. */
const withoutSecrets = (text: string): string => text.replaceAll(/[0-9a-f]{56}|\$2b\$[^"]+/g, fake)

const save = async (name: string, answer: Promise<Answer>): Promise<void> => {
  const { status, headers, body } = await answer
  const kept = { 'content-type': headers['content-type'], date: headers.date }
  const text = JSON.stringify({ status, headers: kept, body }, null, 2)
  await writeFile(join(folder, `${name}.json`), `${withoutSecrets(text)}\n`)
}

const recordTokens = async ({ ask, createToken }: Unleash): Promise<void> => {
  const path = '/api/admin/api-tokens'
  const of = (secret: string) => `${path}/${encodeURIComponent(secret)}`
  const checkout = { type: 'client', tokenName: 'checkout', environment: 'production' }
  await createToken({ tokenName: 'storefront', type: 'frontend', environment: 'production' })
  await createToken({ tokenName: 'trial', environment: 'development' })
  const brief = { ...checkout, tokenName: 'brief', expiresAt: '2020-01-01T00:00:00.000Z' }
  await save('created-past', ask('POST', path, brief))
  await save('created', ask('POST', path, checkout))
  await save('list', ask('GET', path))
  const { secret } = await createToken({ tokenName: 'batch', environment: 'production' })
  const expiresAt = new Date(Date.now() + 30 * day).toISOString()
  await save('updated', ask('PUT', of(secret), { expiresAt }))
  await save('deleted', ask('DELETE', of(secret)))
  await save('deleted-again', ask('DELETE', of(secret)))
  await save('created-unknown-environment', ask('POST', path, { ...checkout, environment: 'qa' }))
  await save('events', ask('GET', '/api/admin/search/events?limit=100'))
  await save('client', ask('GET', '/api/client/features?namePrefix=none', undefined, secret))
  const unknown = `*:production.${'0'.repeat(56)}`
  await save('client-unknown', ask('GET', '/api/client/features', undefined, unknown))
  await save('other-kind', ask('GET', '/api/frontend', undefined, secret))
  await save('admin-wrong-kind', ask('GET', '/api/admin/user', undefined, secret))
}

const recordAdministration = async ({ ask, credentials }: Unleash): Promise<void> => {
  const get = (path: string, token: string = credentials.admin) =>
    ask('GET', path, undefined, token)
  await save('ui-config', get('/api/admin/ui-config'))
  await save('user-admin', get('/api/admin/user'))
  await save('user-editor', get('/api/admin/user', credentials.editor))
  await save('environments', get('/api/admin/environments'))
  await save('unauthorized', get('/api/admin/user', credentials.expired))
  await save('forbidden', get('/api/admin/api-tokens', credentials.viewer))
  const token = encodeURIComponent(`*:production.${'0'.repeat(56)}`)
  await save('unknown-path', get(`/api/admin/api-tokens/${token}/more`))
}

const service = await startUnleash()
await recordAdministration(service)
await recordTokens(service)
await service.remove()
