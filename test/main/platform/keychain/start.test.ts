import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import type { Limits } from '../../../../src/main/platform/keychain/helper.ts'
import { createVault } from '../../../../src/main/platform/keychain/index.ts'
import { createWaitingTime } from '../../../../src/main/platform/keychain/waiting-time.ts'
import { type NodeHelpers, nodeHelpers } from '../node-helper.ts'

let helpers: NodeHelpers | undefined
afterEach(() => helpers?.stop())

const open = (readyAfter: string, limits: Partial<Limits>) => {
  const env = { ...process.env, READY_AFTER_MS: readyAfter }
  helpers = nodeHelpers(new URL('slow-helper.ts', import.meta.url), env)
  return createVault(helpers.fork, limits)
}

const keychain = (cause: string) => ({ info: { code: 'keychain', cause } })

it('does not count the start of the helper as silence of the keychain', async () => {
  const vault = open('1500', { callMs: 1000 })
  const accounts = ['first', 'waits for the first', 'waits too']
  expect(await Promise.all(accounts.map(vault.get))).toEqual([null, null, null])
  expect(helpers?.children).toHaveLength(1)
})

it('gives up a helper that never gets ready, and what waits for it', async () => {
  const vault = open('never', { startMs: 500 })
  const calls = [vault.get('a'), vault.get('b'), vault.get('c')]
  for (const call of calls) await expect(call).rejects.toMatchObject(keychain('timeout'))
  expect(helpers?.children).toHaveLength(1)
  await expect(vault.get('d')).rejects.toMatchObject(keychain('timeout'))
  expect(helpers?.children).toHaveLength(2)
})

it('says that a helper crashed which ended before it was ready', async () => {
  await expect(open('dead', {}).get('a')).rejects.toMatchObject(keychain('crashed'))
})

it('has a waiting time that stands still while it is paused', () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const time = createWaitingTime()
  const from = time.now()
  vi.advanceTimersByTime(100)
  time.pause()
  vi.advanceTimersByTime(4000)
  expect(time.now() - from).toBe(100)
  time.resume()
  vi.advanceTimersByTime(50)
  expect(time.now() - from).toBe(150)
})
