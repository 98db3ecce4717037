import { expect, it } from 'vitest'
import { readRoots } from '../../../../src/main/platform/https/trusting.ts'

it('reads the roots once, and lets others go on before and after', async () => {
  let turns = 0
  const count = () => {
    turns += 1
    immediate = setImmediate(count)
  }
  let immediate = setImmediate(count)
  await Promise.all([readRoots(), readRoots()])
  expect(turns).toBe(2)
  await readRoots()
  expect(turns).toBe(2)
  clearImmediate(immediate)
})
