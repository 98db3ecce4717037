import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isBuilt } from '../../tools/build.ts'

const root = resolve(import.meta.dirname, '../..')
const main = resolve(root, 'out/main/index.js')
const stage = resolve(import.meta.dirname, 'recorded-start.ts')

type Start = { readonly code: number; readonly asked: readonly string[] }

/** Starts what is built, with an Electron that only records. */
const start = (isPackaged: boolean, ...switches: readonly string[]): Promise<Start> =>
  new Promise(settle => {
    const env = { ...process.env, ...(isPackaged && { STAND_IN_PACKAGED: '1' }) }
    const child = execFile(
      process.execPath,
      ['--import', stage, main, ...switches],
      { env, cwd: root },
      (_failure, stdout) =>
        settle({ code: child.exitCode ?? -1, asked: stdout.trim().split('\n') }),
    )
  })

const first = ['app.enableSandbox', 'protocol.registerSchemesAsPrivileged']

// `npm test` builds before it tests; without a build of these sources there is nothing to start.
describe.skipIf(!isBuilt())('what is built', () => {
  it('sandboxes, names its scheme and looks who else runs, before anything else', async () => {
    expect(await start(true)).toEqual({
      code: 0,
      asked: [...first, 'app.requestSingleInstanceLock', 'app.quit'],
    })
  })

  it.each([
    ['--remote-debugging-port=9222'],
    ['--remote-debugging-pipe'],
    ['--ignore-certificate-errors'],
    ['--no-sandbox'],
    ['--js-flags=--expose-gc'],
  ])('says why, opens nothing and ends as a package that is started with %s', async given => {
    expect(await start(true, given)).toEqual({
      code: 1,
      asked: [...first, 'dialog.showErrorBox Claviger did not start', 'app.exit'],
    })
  })

  it('starts with them while it is developed', async () => {
    const { code, asked } = await start(false, '--remote-debugging-port=0')
    expect({ code, last: asked.at(-1) }).toEqual({ code: 0, last: 'app.quit' })
  })
})
