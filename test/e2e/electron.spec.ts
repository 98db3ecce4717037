import { readdir } from 'node:fs/promises'
import { _electron as electron } from '@playwright/test'
import { hostCommand } from '../../tools/host.ts'
import { expect, test } from './fixture.ts'

// What only Electron itself can show. The Chromium host runs the same specs beside these, and has none of this.
const { name, command, args } = hostCommand('test')
test.skip(name !== 'electron', 'Electron’s binary is not installed')

test('Electron confines the page as it was told', async ({ session, launcher }) => {
  const application = await electron.launch({
    executablePath: command,
    args: [...args, `--user-data-dir=${launcher.dataFolder}`],
    env: Object.fromEntries(
      Object.entries(session.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
  })
  try {
    const page = await application.firstWindow()
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
    const found = await application.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window?.webContents
      return {
        windows: BrowserWindow.getAllWindows().length,
        // Not in its typings, and the only way to ask what became of the options.
        preferences: contents && Reflect.get(contents, 'getLastWebPreferences').call(contents),
        storage: contents?.session.getStoragePath() ?? null,
        proxy: await contents?.session.resolveProxy('https://example.com/'),
      }
    })
    expect(found.windows).toBe(1)
    expect(found.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(found.storage).toBeNull()
    expect(found.proxy).toBe('PROXY 127.0.0.1:1')
  } finally {
    await application.close()
  }
})

test('the page’s session leaves nothing on disk', async ({ launcher }) => {
  const application = await launcher.start()
  await expect(application.page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await application.quit()
  const left = await readdir(launcher.dataFolder, { recursive: true })
  expect(
    left.filter(name => /^Partitions\b|claviger[/\\](Cache|Local Storage|IndexedDB)/.test(name)),
  ).toEqual([])
})
