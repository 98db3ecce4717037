import { connect, expectLive } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a second start ends, and the first goes on', async ({ application, launcher, service }) => {
  const { page } = application
  await connect(page, service)
  expect(await launcher.startAgain()).toBe(0)
  expect(application.process.exitCode).toBeNull()
  await expectLive(page)
})

test('a second start brings the first window to the front', async ({ launcher }) => {
  const first = await launcher.startPlain()
  await expect.poll(first.hasFocus).toBe(true)
  const neighbour = await launcher.startNeighbour()
  await expect.poll(neighbour.hasFocus).toBe(true)
  expect(await first.hasFocus()).toBe(false)

  expect(await launcher.startAgain()).toBe(0)
  await expect.poll(first.hasFocus).toBe(true)
  expect(await neighbour.hasFocus()).toBe(false)
})
