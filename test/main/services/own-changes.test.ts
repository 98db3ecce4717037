import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createOwnChanges } from '../../../src/main/services/own-changes.ts'
import { undisturbed } from '../../../src/main/services/reading.ts'

const scope = {
  connection: '0d3cf3f3-9b6a-4c9c-8f86-0f8e4a4d6b57',
  environment: 'preview',
} as const
const calling = { signal: new AbortController().signal, once: false }

it('a read waits also for a change that began while it waited for another', async () => {
  const ownChanges = createOwnChanges()
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isMade = false
  void ownChanges.during(scope, () => first.promise)
  const read = undisturbed({ ownChanges, calling }, scope, async () => isMade)
  void ownChanges.during(scope, async () => {
    await second.promise
    isMade = true
  })
  first.resolve()
  await setImmediate()
  second.resolve()
  expect(await read).toBe(true)
})
