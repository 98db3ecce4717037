import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  attach,
  createFolder,
  type Fixture,
  type FixtureOptions,
  hasChromium,
  invoke,
  removeFolder,
  startFixture,
} from './fixture.ts'

const debugging = ['--remote-debugging-port=0']

describe.skipIf(!hasChromium)('the life of an application on the Chromium host', () => {
  let folder = ''
  let started: Fixture[] = []
  const start = (options: Omit<FixtureOptions, 'folder'> = {}) => {
    // Its profile is then in this test's own folder, where nobody else's can be mistaken for it.
    const env = { TMPDIR: folder, ...options.env }
    const fixture = startFixture({ ...options, folder, env })
    started.push(fixture)
    return fixture
  }
  const profiles = () => readdirSync(folder).filter(name => name.startsWith('claviger-chromium-'))
  /** What the browser wrote, wherever: its profile, the folder of its socket, dumps of what crashed. */
  const traces = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
      /chromium/i.test(path),
    )

  beforeEach(() => {
    folder = createFolder()
    started = []
  })
  afterEach(async () => {
    for (const { child, exit } of started) {
      child.kill('SIGKILL')
      await exit
    }
    await expect.poll(traces, { timeout: 10_000 }).toEqual([])
    removeFolder(folder)
  })

  it('quits in the order of Electron, and leaves nothing behind', async () => {
    const fixture = start({ switches: debugging })
    const { page } = await attach(fixture)
    expect(profiles()).toHaveLength(1)
    invoke(page, 'quit').catch(() => undefined)
    expect(await fixture.exit).toBe(0)
    expect(fixture.names().slice(-5)).toEqual([
      'before-quit',
      'close',
      'closed',
      'will-quit',
      'quit',
    ])
    expect(profiles()).toEqual([])
  })

  it('leaves no dump of a page that crashed, in the home neither', async () => {
    const fixture = start({ env: { HOME: folder, XDG_CONFIG_HOME: '' }, switches: debugging })
    const { page } = await attach(fixture)
    invoke(page, 'crash').catch(() => undefined)
    await fixture.heard('render-process-gone')
    fixture.child.kill('SIGTERM')
    expect(await fixture.exit).toBe(0)
    expect(traces()).toEqual([])
  })

  it('quits with a page that has crashed, and asks it nothing', async () => {
    const fixture = start({ env: { PREVENT: 'reload' }, switches: debugging })
    const { page } = await attach(fixture)
    invoke(page, 'crash').catch(() => undefined)
    await fixture.heard('render-process-gone')
    fixture.child.kill('SIGTERM')
    expect(await fixture.exit).toBe(0)
    expect(fixture.names()).toContain('will-quit')
  })

  it('quits when its last window closes', async () => {
    const fixture = start({ switches: debugging })
    const { page } = await attach(fixture)
    invoke(page, 'close').catch(() => undefined)
    expect(await fixture.exit).toBe(0)
    expect(fixture.names().slice(-6)).toEqual([
      'close',
      'closed',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'quit',
    ])
  })

  it('quits when the user closes the window', async () => {
    const fixture = start({ switches: debugging })
    const { page } = await attach(fixture)
    await page.close()
    expect(await fixture.exit).toBe(0)
    expect(fixture.names()).toContain('window-all-closed')
  })

  it('quits on SIGTERM', async () => {
    const fixture = start()
    await fixture.heard('loaded')
    fixture.child.kill('SIGTERM')
    expect(await fixture.exit).toBe(0)
    expect(fixture.names()).toContain('will-quit')
  })

  it.each(['before-quit', 'close', 'will-quit'])('stays when %s is prevented', async event => {
    const fixture = start({ switches: debugging, env: { PREVENT: event } })
    const { page } = await attach(fixture)
    if (event === 'will-quit') fixture.child.kill('SIGTERM')
    else await invoke(page, 'quit')
    await fixture.heard(event)
    if (event !== 'will-quit') {
      expect(await invoke(page, 'echo', 'still here')).toBe('still here')
      await invoke(page, 'allow', event)
      invoke(page, 'quit').catch(() => undefined)
      expect(await fixture.exit).toBe(0)
    } else {
      expect(fixture.names()).not.toContain('quit')
      expect(fixture.child.exitCode).toBeNull()
    }
  })

  it('still reaches the clipboard after its last window, to clear it', async () => {
    const fixture = start({ switches: debugging, env: { CLEAR: '1' } })
    const { page } = await attach(fixture)
    await invoke(page, 'clipboard:write', 'a secret')
    invoke(page, 'quit').catch(() => undefined)
    expect(await fixture.exit).toBe(0)
    expect(await fixture.heard('cleared')).toEqual({ before: 'a secret', after: '' })
  })

  it('asks main when the page does not want to unload', async () => {
    const fixture = start({ switches: debugging })
    const { page } = await attach(fixture)
    await page.evaluate(`window.onbeforeunload = event => event.preventDefault()`)
    await invoke(page, 'close')
    await fixture.heard('will-prevent-unload')
    expect(await invoke(page, 'echo', 'still here')).toBe('still here')
    expect(fixture.names()).not.toContain('closed')
  })

  it('lets the page go when main says so', async () => {
    const fixture = start({ switches: debugging, env: { PREVENT: 'unload' } })
    const { page } = await attach(fixture)
    await page.evaluate(`window.onbeforeunload = event => event.preventDefault()`)
    invoke(page, 'close').catch(() => undefined)
    expect(await fixture.exit).toBe(0)
    expect(fixture.names()).toContain('closed')
  })

  it('puts the synchronous question of will-prevent-unload to the user', async () => {
    const fixture = start({ switches: debugging, env: { PREVENT: 'ask' } })
    const { page, browser } = await attach(fixture)
    await page.evaluate(`window.onbeforeunload = event => event.preventDefault()`)
    const pressed = async (name: string) => {
      const shown = browser.contexts()[0]?.waitForEvent('page')
      invoke(page, 'close').catch(() => undefined)
      const dialog = await shown
      await dialog?.waitForURL('https://dialog.host.invalid/')
      await dialog?.getByRole('button', { name }).click()
    }
    await pressed('Stay')
    await fixture.heard('answered', answer => answer === 0)
    expect(await invoke(page, 'echo', 'still here')).toBe('still here')
    await pressed('Leave')
    expect(await fixture.exit).toBe(0)
  })

  it('is held by one instance; the second tells the first and ends', async () => {
    const first = start({ switches: debugging })
    await attach(first)
    const second = start({ switches: ['--open=claviger'] })
    expect(await second.exit).toBe(0)
    expect(second.said()[0]).toMatchObject({ event: 'start', detail: { locked: false } })
    expect(second.names()).not.toContain('ready')
    expect(await first.heard('second-instance')).toMatchObject({
      argv: expect.arrayContaining(['--open=claviger']),
      folder,
      data: { from: 'fixture' },
    })
    expect(profiles()).toHaveLength(1)
  })

  it('is free for the next instance after a crash of the first', async () => {
    const first = start()
    await first.heard('loaded')
    first.child.kill('SIGKILL')
    await first.exit
    const second = start()
    expect(await second.heard('start')).toMatchObject({ locked: true })
    await second.heard('loaded')
  })

  it('knows its data folder, name and version', async () => {
    const fixture = start()
    expect(await fixture.heard('start')).toMatchObject({
      userData: join(folder, 'data'),
      version: '7.8.9',
    })
    await fixture.heard('ready')
    expect(existsSync(join(folder, 'data'))).toBe(true)
  })

  it.skipIf(process.platform !== 'linux')(
    'leaves no process behind when it is killed',
    async () => {
      const fixture = start()
      await fixture.heard('loaded')
      const processes = () =>
        readdirSync('/proc').filter(id => /^\d+$/.test(id) && usesFolder(id, folder))
      expect(processes().length).toBeGreaterThan(0)
      fixture.child.kill('SIGKILL')
      await expect.poll(processes, { timeout: 10_000 }).toEqual([])
      await expect.poll(profiles, { timeout: 10_000 }).toEqual([])
    },
  )
})

/** True when a running process has its profile below `folder`. */
const usesFolder = (id: string, folder: string): boolean => {
  try {
    readlinkSync(`/proc/${id}/exe`)
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`${folder}/claviger-chromium-`)
  } catch {
    // Gone meanwhile, or a zombie: neither is a running process.
    return false
  }
}
