import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import {
  launchAgain,
  launchApplication,
  launchPlain,
  type PlainApplication,
  type RunningApplication,
} from '../../tools/application.ts'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import { type PrivateSession, startPrivateSession } from '../../tools/private-session.ts'

export { expect }

export type Launcher = {
  readonly dataFolder: string
  /** Starts Claviger on this test's data folder. */
  readonly start: () => Promise<RunningApplication>
  /** Starts it a second time, with more arguments, while it runs; answers the exit code. */
  readonly startAgain: (args?: readonly string[]) => Promise<number | null>
  /** Starts it on this test's data folder with nobody attached, so that its focus is the real one. */
  readonly startPlain: () => Promise<PlainApplication>
  /** The same on a data folder of its own: another application on the same screen. */
  readonly startNeighbour: () => Promise<PlainApplication>
}

type TestFixtures = {
  readonly launcher: Launcher
  /** Claviger, started for the first time. */
  readonly application: RunningApplication
  /** Which product the key service is like: `test.use({ profile: 'consently' })`. */
  readonly profile: string
  /** A key service that somebody runs, as a program of its own. */
  readonly service: KeyService
}

/** Every test has its own data folder; every worker its own display, message bus and keychain. */
export const test = base.extend<TestFixtures, { readonly session: PrivateSession }>({
  session: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const session = await startPrivateSession()
      await use(session)
      await session.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  launcher: async ({ session }, use, info) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'claviger-e2e-'))
    const neighbourFolder = await mkdtemp(join(tmpdir(), 'claviger-e2e-'))
    const options = { dataFolder, env: session.env }
    const started: RunningApplication[] = []
    const plain: PlainApplication[] = []
    const start = async () => {
      const application = await launchApplication(options)
      started.push(application)
      return application
    }
    const startOn = async (folder: string) => {
      const application = await launchPlain({ ...options, dataFolder: folder })
      plain.push(application)
      return application
    }
    await use({
      dataFolder,
      start,
      startAgain: args => launchAgain(options, args),
      startPlain: () => startOn(dataFolder),
      startNeighbour: () => startOn(neighbourFolder),
    })
    for (const { crash } of [...started, ...plain]) await crash()
    if (info.status !== info.expectedStatus) {
      await info.attach('output', { body: started.map(({ output }) => output()).join('\n') })
    }
    // The built-in key service ends a moment after whoever started it, and may write until then.
    for (const folder of [dataFolder, neighbourFolder])
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  application: async ({ launcher }, use) => {
    await use(await launcher.start())
  },
  profile: ['claviger', { option: true }],
  service: async ({ profile }, use) => {
    const service = await startKeyService(profile)
    await use(service)
    await service.remove()
  },
})
