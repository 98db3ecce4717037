import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/service/database.ts'
import { createReplays } from '../../src/service/idempotency.ts'
import { bytesIn, createdOf, startTestService } from './harness.ts'

const keys = '/v1/environments/preview/keys'

/** The text as it would lie in a file in plain, hexadecimal or base64 of whatever surrounds it. */
const spellings = (text: string): readonly string[] => [
  text,
  Buffer.from(text).toString('hex'),
  ...(['base64', 'base64url'] as const).flatMap(encoding =>
    [0, 1, 2].map(lead =>
      Buffer.from(`${'_'.repeat(lead)}${text}`)
        .toString(encoding)
        .slice(4, -4),
    ),
  ),
]

const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-at-rest-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('the data folder holds no secret, token or Idempotency-Key, and replays after a restart', async () => {
  const first = await startTestService()
  const key = randomUUID()
  const token = await first.issue({ name: 'lasting' })
  const call = { token, body: { name: 'restarted' }, headers: { 'idempotency-key': key } }
  const { secret } = createdOf(await first.call('POST', keys, call))
  await first.call('POST', '/v1/environments/preview/verify', { body: { key: secret } })

  const canaries = (await bytesIn(first.folder)).includes('restarted')
  expect(canaries).toBe(true)
  const secrets = [secret, secret.slice('clv_preview_'.length), first.admin, token, key].flatMap(
    spellings,
  )
  for (const one of secrets) expect(await bytesIn(first.folder)).not.toContain(one)
  await first.stop()
  for (const one of secrets) expect(await bytesIn(first.folder)).not.toContain(one)

  const second = await startTestService({ folder: first.folder })
  try {
    const answer = await second.call('POST', keys, call)
    expect(createdOf(answer).secret).toBe(secret)
    expect(answer.headers['idempotency-replayed']).toBe('true')
    for (const one of [...secrets, second.admin])
      expect(await bytesIn(second.folder)).not.toContain(one)
  } finally {
    await second.remove()
  }
})

/** Both ways in which somebody has the database of a service that runs: its files, and what SQLite makes of them. */
const backups = {
  'a copy of its files': async (folder: string, backup: string) => {
    const files = (await readdir(folder)).filter(name => name.startsWith('service.db'))
    for (const file of files) await copyFile(join(folder, file), join(backup, file))
  },
  'a backup by SQLite': async (folder: string, backup: string) => {
    const database = new DatabaseSync(join(folder, 'service.db'))
    database.prepare('vacuum into ?').run(join(backup, 'service.db'))
    database.close()
  },
} as const

test.each(Object.entries(backups))(
  '%s opens no secret to whoever has the Idempotency-Key',
  async (_name, copy) => {
    const service = await startTestService()
    onTestFinished(() => service.remove())
    const key = randomUUID()
    const call = { body: { name: 'backed up' }, headers: { 'idempotency-key': key } }
    const { secret } = createdOf(await service.call('POST', keys, call))
    const folder = await freshFolder()
    await copy(service.folder, folder)
    const bytes = await bytesIn(folder)
    for (const one of [secret, service.admin, key].flatMap(spellings))
      expect(bytes).not.toContain(one)

    const database = await openDatabase(join(folder, 'service.db'))
    onTestFinished(() => database.destroy())
    const { hash } = await database.selectFrom('token').select('hash').executeTakeFirstOrThrow()
    const payload = { name: 'backed up', description: null }
    const opened = (token: string) =>
      createReplays(database, Date.now).once(
        { key, token, caller: 'admin', route: 'POST preview keys', payload },
        () => Promise.reject(new Error('there is no answer')),
      )
    for (const token of ['', hash, key])
      await expect(opened(token)).rejects.toMatchObject({ problem: { status: 409 } })
    expect(JSON.stringify(await opened(service.admin))).toContain(secret)
  },
)
