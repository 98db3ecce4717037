import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Attached,
  attach,
  createFolder,
  type Fixture,
  hasChromium,
  invoke,
  removeFolder,
  startFixture,
} from './fixture.ts'

describe.skipIf(!hasChromium)('the system on the Chromium host', () => {
  const folder = createFolder()
  let fixture: Fixture
  let attached: Attached
  let page: Page

  beforeAll(async () => {
    fixture = startFixture({
      folder,
      switches: ['--remote-debugging-port=0'],
      env: { SUBFRAMES: '1' },
    })
    attached = await attach(fixture)
    page = attached.page
  })
  afterAll(async () => {
    await fixture.stop()
    await attached.browser.close()
    removeFolder(folder)
  })

  /** Calls main, which shows a dialog; answers the dialog's window and main's later answer. */
  const withDialog = async (channel: string, options: object) => {
    const [context] = attached.browser.contexts()
    const shown = context?.waitForEvent('page')
    const answer = invoke(page, channel, options)
    // Awaited by each test in the end; a failure before that is the test's own.
    answer.catch(() => undefined)
    const dialog = await shown
    if (!dialog) throw new Error('There is no dialog')
    await dialog.waitForURL('https://dialog.host.invalid/')
    return { dialog, answer }
  }

  describe('utility processes', () => {
    it('answer, and end by the signal of kill', async () => {
      expect(await invoke(page, 'child', 'hello')).toEqual({
        answer: { echo: 'hello', argv: ['one'], word: 'word' },
        code: 15,
        hadPid: true,
        pid: undefined,
      })
    })

    it.each([
      ['a crash', 'crash', 6],
      ['an exit of its own', 'exit', 5],
    ])('report %s', async (_, message, code) => {
      expect(await invoke(page, 'child', message)).toEqual({ code })
    })
  })

  describe('the clipboard', () => {
    it('takes text, an item with hints, and is cleared', async () => {
      await invoke(page, 'clipboard:write', 'größer 😀')
      expect(await invoke(page, 'clipboard:read')).toBe('größer 😀')
      await invoke(page, 'clipboard:item', 'an item')
      expect(await invoke(page, 'clipboard:read')).toBe('an item')
      await invoke(page, 'clipboard:clear')
      expect(await invoke(page, 'clipboard:read')).toBe('')
    })

    it('is closed to the page', async () => {
      await expect(page.evaluate(`navigator.clipboard.readText()`)).rejects.toThrow('denied')
      await expect(page.evaluate(`navigator.clipboard.writeText('x')`)).rejects.toThrow('denied')
    })
  })

  describe('dialogs', () => {
    it('answer with the button that was pressed', async () => {
      const { dialog, answer } = await withDialog('dialog:message', {
        message: '<b>Really?</b>',
        detail: 'It cannot be undone',
        buttons: ['Stay', 'Go'],
        checkboxLabel: 'Always',
      })
      expect(await dialog.getByRole('heading').textContent()).toBe('<b>Really?</b>')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: 'Go' }).click()
      expect(await answer).toEqual({ response: 1, checkboxChecked: true })
    })

    it.each([
      // The key closes the window under Playwright's hands.
      ['escaped', (dialog: Page) => dialog.keyboard.press('Escape').catch(() => undefined)],
      ['closed', (dialog: Page) => dialog.close()],
    ])('answer with the cancel button when %s', async (_, leave) => {
      const options = { message: 'Close?', buttons: ['OK', 'Cancel'] }
      const { dialog, answer } = await withDialog('dialog:message', options)
      await leave(dialog)
      expect(await answer).toMatchObject({ response: 1 })
    })
  })

  describe('the dialog for a file', () => {
    const options = { defaultPath: 'keys.csv', properties: ['showOverwriteConfirmation'] }
    const save = () => withDialog('dialog:save', options)
    const path = (name: string) => join(folder, name)

    it('suggests a name in a folder, and answers the path that was chosen', async () => {
      const { dialog, answer } = await save()
      expect(await dialog.getByLabel('Path').inputValue()).toMatch(/[/\\]keys\.csv$/)
      await dialog.getByLabel('Path').fill(path('new.csv'))
      await dialog.getByRole('button', { name: 'Save' }).click()
      expect(await answer).toEqual({ canceled: false, filePath: path('new.csv') })
    })

    it('answers that none was chosen', async () => {
      const { dialog, answer } = await save()
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      expect(await answer).toEqual({ canceled: true, filePath: '' })
    })

    it('asks before a file is replaced', async () => {
      writeFileSync(path('old.csv'), 'old')
      const { dialog, answer } = await save()
      const question = attached.browser.contexts()[0]?.waitForEvent('page')
      await dialog.getByLabel('Path').fill(path('old.csv'))
      await dialog.getByRole('button', { name: 'Save' }).click()
      await (await question)?.getByRole('button', { name: 'Replace' }).click()
      expect(await answer).toEqual({ canceled: false, filePath: path('old.csv') })
    })
  })

  describe('frames', () => {
    const inFrame = async (source: string) => {
      await page.evaluate(`new Promise(resolve => {
        const frame = document.createElement('iframe')
        frame.name = 'inner'
        frame.onload = () => resolve()
        frame.src = ${JSON.stringify(source)}
        document.querySelectorAll('iframe').forEach(old => old.remove())
        document.body.append(frame)
      })`)
      const frame = page.frame('inner')
      if (!frame) throw new Error('There is no frame')
      return frame.evaluate(`fixture.invoke('frame')`)
    }

    it('of the same origin are told from the top one', async () => {
      expect(await inFrame('/frame.html')).toMatchObject({
        url: 'app://fixture/frame.html',
        origin: 'app://fixture',
        top: false,
      })
    })

    it('that are blank are named so', async () => {
      expect(await inFrame('about:blank')).toMatchObject({ url: 'about:blank', top: false })
    })
  })

  it('shows a page that crashed again', async () => {
    const before = fixture.names().filter(name => name === 'did-finish-load').length
    await invoke(page, 'crash').catch(() => undefined)
    expect(await fixture.heard('render-process-gone')).toBe('crashed')
    await expect
      .poll(() => fixture.names().filter(name => name === 'did-finish-load').length, {
        timeout: 10_000,
      })
      .toBeGreaterThan(before)
  })
})
