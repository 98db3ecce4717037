import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCommand } from '../../src/service/command-line.ts'
import { runOnFolder } from '../../src/service/commands.ts'
import { apiAccess } from '../../src/service/profiles/api-access.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { consently } from '../../src/service/profiles/consently.ts'
import type { Profile } from '../../src/service/profiles/profile.ts'
import { startTestService, type TestService } from './harness.ts'

let folder: string
const running: TestService[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
})
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = async (profile: Profile | null): Promise<TestService> => {
  const service = await startTestService({ folder, profile })
  running.push(service)
  return service
}

/** Runs a command on the folder, as main does. */
const run = async (...args: readonly string[]) => {
  const command = readCommand([...args, '--data', folder])
  if (command.kind === 'help' || command.kind === 'bad' || command.kind === 'serve')
    throw new Error(`${args.join(' ')} is no command for a folder`)
  const out: string[] = []
  const err: string[] = []
  const code = await runOnFolder(command, {
    out: text => void out.push(text),
    err: text => void err.push(text),
  })
  return { code, out: out.join(''), err: err.join('') }
}

describe('a folder', () => {
  test('keeps the profile that it was started with first', async () => {
    await (await start(consently)).stop()
    const again = await startTestService({ folder, profile: null })
    expect(again.service.profile.name).toBe('consently')
    await again.stop()
    await expect(startTestService({ folder, profile: claviger })).rejects.toThrow(
      'holds the data of the profile consently: start it without --profile, or choose another folder',
    )
  })

  test('that is new is claviger unless another is asked for', async () => {
    expect((await start(null)).service.profile.name).toBe('claviger')
  })

  test('that a version without profiles began is claviger', async () => {
    const { service } = await start(claviger)
    await service.database.deleteFrom('meta').where('name', '=', 'profile').execute()
    await expect(startTestService({ folder, profile: consently })).rejects.toThrow(
      'holds the data of the profile claviger',
    )
    expect((await start(null)).service.profile.name).toBe('claviger')
  })

  test('whose plan the profile lacks is refused until another is set', async () => {
    const { service } = await start(apiAccess)
    await service.database.insertInto('meta').values({ name: 'plan', value: 'Gone' }).execute()
    await expect(startTestService({ folder, profile: null })).rejects.toThrow(
      'names the plan Gone, which the profile api-access lacks: set another with plan set',
    )
    await run('plan', 'set', '--name', 'Starter')
    expect((await start(null)).service.profile.name).toBe('api-access')
  })
})

describe('a command on a folder', () => {
  test('makes tokens with the permissions of its profile alone', async () => {
    await start(apiAccess)
    expect(await run('token', 'create', '--name', 'a', '--permissions', 'key:view')).toEqual({
      code: 2,
      out: '',
      err: '--permissions takes api_access:view, api_access:create, api_access:rotate, api_access:revoke for the profile api-access, not "key:view".\n',
    })
    const some = await run(
      ...['token', 'create', '--name', 'b'],
      ...['--permissions', 'api_access:revoke,api_access:view, api_access:view'],
    )
    expect(some.out).toContain('"b" (api_access:view, api_access:revoke; preview, production)')
    expect((await run('token', 'create', '--name', 'c')).out).toContain(
      '"c" (api_access:view, api_access:create, api_access:rotate, api_access:revoke; ',
    )
  })

  test('shows the plan, and sets one that the profile has', async () => {
    await start(apiAccess)
    expect((await run('plan')).out).toBe('Business\n')
    expect((await run('plan', 'set', '--name', 'Starter')).code).toBe(0)
    expect((await run('plan')).out).toBe('Starter\n')
    expect(await run('plan', 'set', '--name', 'Gold')).toEqual({
      code: 1,
      out: '',
      err: 'The profile api-access has the plans Starter, Business, not "Gold".\n',
    })
    expect((await run('plan')).out).toBe('Starter\n')
  })
})
