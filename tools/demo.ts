import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { expect } from './administrator.ts'
import { launchApplication } from './application.ts'
import { ensureBuilt } from './build.ts'
import { type Show, steps } from './demo/steps.ts'
import { type KeyService, startKeyService } from './key-service.ts'
import { preflight } from './preflight.ts'
import { withPrivateSession } from './private-session.ts'

const root = resolve(import.meta.dirname, '..')
const pictures = join(root, 'out/demo')
const size = { width: 1360, height: 860 }

/** `--images` puts the pictures that the README shows into `docs/images`. */
const { values } = parseArgs({ options: { images: { type: 'boolean', default: false } } })
const shownInReadme = [
  'keys',
  'create',
  'reveal',
  'rotate',
  'systems',
  'delete-production',
  'offline',
]

/** Writes a picture of the window as it stands, numbered in the order of the story. */
const createShow = (page: Page): Show => {
  let taken = 0
  return async name => {
    taken += 1
    const file = `${String(taken).padStart(2, '0')}-${name}.png`
    // Messages come and go; they are not what the picture is of.
    await expect(page.locator('.mantine-Notification-root')).toHaveCount(0)
    // The pointer may rest on something that would show its hint.
    await page.mouse.move(0, 0)
    await page.screenshot({ path: join(pictures, file), animations: 'disabled', caret: 'hide' })
    if (values.images && shownInReadme.includes(name)) {
      await copyFile(join(pictures, file), join(root, 'docs/images', `${name}.png`))
    }
    console.log(`  ${file}`)
  }
}

type Run = { readonly env: NodeJS.ProcessEnv; readonly dataFolder: string }

const perform = async (run: Run, service: KeyService): Promise<void> => {
  const application = await launchApplication(run)
  try {
    const { page } = application
    await page.setViewportSize(size)
    const stage = { page, service, show: createShow(page) }
    for (const [sentence, step] of steps) {
      console.log(sentence)
      await step(stage)
    }
    await application.quit()
  } finally {
    await application.crash()
  }
}

/** The main job, unattended, on the real parts: service over HTTPS, keychain, store and window. */
const play = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'claviger-demo-'))
  const service = await startKeyService()
  try {
    await perform({ env, dataFolder }, service)
  } finally {
    await service.remove()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

await preflight('demo')
if (!ensureBuilt()) process.exit(1)
await rm(pictures, { recursive: true, force: true })
await mkdir(pictures, { recursive: true })
await withPrivateSession(({ env }) => {
  // Where there is a display, the demo can be watched on it.
  const { DISPLAY, WAYLAND_DISPLAY, XAUTHORITY } = process.env
  const watched = DISPLAY || WAYLAND_DISPLAY ? { DISPLAY, WAYLAND_DISPLAY, XAUTHORITY } : {}
  return play({ ...env, ...watched })
})
console.log(`The pictures are in ${join('out', 'demo')}.`)
