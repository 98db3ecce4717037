import { expect, it } from 'vitest'
import { whileUnlocked } from '../../../../src/main/services/export/ask.ts'
import type { ChosenFile } from '../../../../src/main/services/ports.ts'

const file: ChosenFile = { name: 'x', write: async () => undefined }
const wish = { name: 'x.csv', kind: 'csv' } as const

it('asks for one file at a time', async () => {
  const { promise, resolve } = Promise.withResolvers<null>()
  const choose = whileUnlocked(
    () => promise,
    () => false,
  )
  const first = choose(wish)
  await expect(choose(wish)).rejects.toMatchObject({ info: { code: 'busy' } })
  resolve(null)
  expect(await first).toBeNull()
  expect(await choose(wish)).toBeNull()
})

it('hands out no file that was chosen when Claviger had been locked meanwhile', async () => {
  const { promise, resolve } = Promise.withResolvers<ChosenFile>()
  let locked = false
  const choose = whileUnlocked(
    () => promise,
    () => locked,
  )
  const chosen = choose(wish)
  locked = true
  resolve(file)
  await expect(chosen).rejects.toMatchObject({ info: { code: 'locked' } })
  locked = false
  expect(await choose(wish)).toBe(file)
})
