import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ask } from './harness.ts'
import { announced, programInFolder, stop } from './program.ts'

const { folder, finish, serve } = programInFolder()

describe('the token commands', () => {
  test('work on the running service, at once', async () => {
    const service = await serve('--announce', 'json')
    const { url, certificate } = announced(service)
    const list = (token: string) =>
      ask(certificate, `${url}/v1/environments/preview/keys`, 'GET', { token })

    const options = ['--permissions', 'key:view', '--environments', 'preview']
    const made = await finish(
      'token',
      'create',
      '--data',
      folder(),
      '--name',
      'support',
      ...options,
    )
    const token = /clva_\w+/.exec(made.out)?.[0] ?? 'none'
    expect(made.code).toBe(0)
    expect((await list(token)).status).toBe(200)

    const again = await finish('token', 'create', '--data', folder(), '--name', 'support')
    expect([again.code, again.err]).toEqual([
      1,
      'There is an admin token "support" already: revoke it first.\n',
    ])
    const listed = await finish('token', 'list', '--data', folder())
    expect(listed.out).toMatch(/^admin\tvalid\tpreview,production\tkey:view,/m)
    expect(listed.out).toMatch(/^support\tvalid\tpreview\tkey:view\t/m)
    expect(listed.out).not.toContain('clva_')

    const revoked = await finish('token', 'revoke', '--data', folder(), '--name', 'support')
    expect(revoked.code).toBe(0)
    expect((await list(token)).status).toBe(401)
    expect((await finish('token', 'list', '--data', folder())).out).toMatch(/^support\trevoked\t/m)
    const twice = await finish('token', 'revoke', '--data', folder(), '--name', 'support')
    expect([twice.code, twice.err]).toEqual([1, 'There is no valid admin token "support".\n'])
    await stop(service)
  })
})

test('a folder that has another profile is refused in one sentence', async () => {
  await stop(await serve('--profile', 'consently'))
  const { code, out, err } = await finish('--data', folder(), '--profile', 'claviger')
  expect([code, out]).toEqual([1, ''])
  expect(err).toBe(
    `The folder ${folder()} holds the data of the profile consently: start it without --profile, or choose another folder.\n`,
  )
})

test('the plan is set while the service runs, and is in force at once', async () => {
  const service = await serve('--announce', 'json', '--profile', 'api-access')
  const { url, certificate, tokens } = announced(service)
  const keys = `${url}/v1/environments/preview/keys`
  const list = () => ask(certificate, keys, 'GET', { token: tokens[0]?.token ?? '' })
  expect((await list()).status).toBe(200)
  const set = await finish('plan', 'set', '--data', folder(), '--name', 'Starter')
  expect(set).toEqual({ code: 0, out: 'The plan is Starter now.\n', err: '' })
  expect((await list()).status).toBe(403)
  await stop(service)
})

test.each([
  ['token', 'create', '--name', 'support'],
  ['token', 'list'],
  ['token', 'revoke', '--name', 'support'],
  ['plan'],
  ['plan', 'set', '--name', 'Starter'],
])('%s %s makes no data where no service has any', async (...words) => {
  const elsewhere = join(folder(), 'mistyped')
  const { code, out, err } = await finish(...words, '--data', elsewhere)
  expect([code, out]).toEqual([1, ''])
  expect(err).toBe(
    `The folder ${elsewhere} holds no data of a key service: start the service on it first.\n`,
  )
  await expect(stat(elsewhere)).rejects.toThrow('ENOENT')
})
