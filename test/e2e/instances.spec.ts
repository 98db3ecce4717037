import { connect } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

// That the first window comes to the front cannot be seen here: Playwright tells every page that it has the focus.
test('a second start ends, and the first goes on', async ({ application, launcher, service }) => {
  const { page } = application
  await connect(page, service)
  expect(await launcher.startAgain()).toBe(0)
  expect(application.process.exitCode).toBeNull()
  await expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Live')
})
