import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../../tools/chromium-host/find-chromium.ts'

const here = import.meta.dirname
const register = resolve(here, '../../../tools/chromium-host/register.ts')
const main = join(here, 'fixture-app', 'main.ts')
const waitMs = 20_000

/** False on a machine without Chromium, where the host has nothing to run on. */
export const hasChromium = findChromium() !== undefined

export type Said = { readonly event: string; readonly detail: unknown }

/** The fixture application, running on the Chromium host. */
export type Fixture = {
  readonly child: ChildProcess
  readonly said: () => readonly Said[]
  /** Waits until the application has said `event` and answers what it said with it. */
  readonly heard: (event: string, matches?: (detail: unknown) => boolean) => Promise<unknown>
  readonly names: () => readonly string[]
  readonly errors: () => string
  /** Its exit code, once it has ended. */
  readonly exit: Promise<number | null>
  readonly stop: () => Promise<void>
}

export type FixtureOptions = {
  readonly folder: string
  readonly env?: NodeJS.ProcessEnv
  readonly switches?: readonly string[]
}

export const createFolder = (): string => mkdtempSync(join(tmpdir(), 'claviger-host-test-'))
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true })

export const startFixture = ({ folder, env = {}, switches = [] }: FixtureOptions): Fixture => {
  const child = spawn(
    process.execPath,
    [
      '--import',
      register,
      main,
      '--headless',
      `--user-data-dir=${join(folder, 'data')}`,
      ...switches,
    ],
    { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text
  })
  const said = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line): Said => JSON.parse(line))
  const exit = once(child, 'exit').then(([code]) => code)
  const heard = async (event: string, matches: (detail: unknown) => boolean = () => true) => {
    const deadline = AbortSignal.timeout(waitMs)
    for (;;) {
      const found = said().find(entry => entry.event === event && matches(entry.detail))
      if (found) return found.detail
      if (deadline.aborted || child.exitCode !== null)
        throw new Error(`The fixture never said ${event}:\n${output}\n${errors}`)
      await Promise.race([
        once(child.stdout, 'data', { signal: deadline }).catch(() => undefined),
        exit,
      ])
    }
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exit
  }
  return {
    child,
    said,
    heard,
    names: () => said().map(({ event }) => event),
    errors: () => errors,
    exit,
    stop,
  }
}

export type Attached = { readonly browser: Browser; readonly page: Page }

const address = /DevTools listening on (ws:\S+)/

/** Attaches Playwright to the fixture's browser, as the end-to-end specs do. */
export const attach = async (fixture: Fixture): Promise<Attached> => {
  await fixture.heard('loaded')
  const deadline = AbortSignal.timeout(waitMs)
  while (!address.test(fixture.errors()) && !deadline.aborted)
    await once(fixture.child.stderr ?? fixture.child, 'data', { signal: deadline })
  const browser = await chromium.connectOverCDP(address.exec(fixture.errors())?.[1] ?? '')
  const page = browser
    .contexts()
    .flatMap(context => context.pages())
    .find(candidate => candidate.url().startsWith('https://fixture.app.invalid/'))
  if (!page) throw new Error('The fixture has no page')
  return { browser, page }
}

/** Calls a handler of the fixture's main process from its page. */
export const invoke = (page: Page, channel: string, ...parameters: readonly unknown[]) =>
  page.evaluate(
    ([name, ...given]) =>
      // The bridge that the fixture's preload exposes.
      (globalThis as unknown as FixtureBridge).fixture.invoke(String(name), ...given),
    [channel, ...parameters],
  )

export type FixtureBridge = {
  readonly fixture: {
    readonly invoke: (channel: string, ...parameters: readonly unknown[]) => Promise<unknown>
    readonly subscribe: (listener: (...parameters: unknown[]) => void) => () => void
    readonly builtIns: () => string
    readonly nested: { readonly list: readonly unknown[]; readonly when: Date }
    readonly fail: () => never
    readonly reach: (name: string) => string
    readonly reachIpc: (name: string) => string
  }
}
