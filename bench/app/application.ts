import type { Locator, Page } from '@playwright/test'
import { fillConnection } from '../../tools/administrator.ts'
import { launchApplication, type RunningApplication } from '../../tools/application.ts'
import type { KeyService } from '../../tools/key-service.ts'
import type { Bench } from '../bench.ts'

/** Patient enough for a first sync of a million keys. */
export const patienceMs = 300_000

/** Starts the built application on `dataFolder`, in a window of 1280 x 800 px, with Playwright attached. */
export const startApplication = async (
  bench: Bench,
  dataFolder: string,
  more: NodeJS.ProcessEnv = {},
): Promise<RunningApplication> => {
  const env = { ...(await bench.environment()), ...more }
  const application = await launchApplication({ dataFolder, env })
  await application.page.setViewportSize({ width: 1280, height: 800 })
  application.page.setDefaultTimeout(patienceMs)
  return application
}

/** Runs `use` with the application, and quits it whatever happens. */
export const withApplication = async <Result>(
  bench: Bench,
  dataFolder: string,
  use: (application: RunningApplication) => Promise<Result>,
  more: NodeJS.ProcessEnv = {},
): Promise<Result> => {
  const application = await startApplication(bench, dataFolder, more)
  try {
    return await use(application)
  } finally {
    await application.quit()
  }
}

export const grid = (page: Page): Locator => page.getByRole('grid')

/** Fills the dialog for a connection to `service`, reached at `url`, up to its last button. */
export const readyToConnect = async (
  page: Page,
  { certificate, tokens }: KeyService,
  url: string,
): Promise<Locator> => {
  const dialog = await fillConnection(page, { name: 'Shop', url, ca: certificate, ...tokens })
  return dialog.getByRole('button', { name: 'Save' })
}
