import { connect } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a second start shows the first window and ends', async ({
  application,
  launcher,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  expect(await launcher.startAgain()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true)
  expect(application.process.exitCode).toBeNull()
  await expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Live')
})
