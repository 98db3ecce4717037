import type { Clipboard, ClipboardItem as Electron } from 'electron'
import { browser } from './browser.ts'
import { hostOrigin, openHostPage } from './host-page.ts'
import { constructible, implement, notImplemented } from './implement.ts'
import { allContents } from './web-contents.ts'

/**
 * The system's clipboard, through a hidden page of the host's own: it alone may read and write.
 * Hints to clipboard managers (`electron application/osclipboard`) cannot be written through
 * Chromium and are left out.
 */
const open = async (): Promise<(expression: string) => Promise<unknown>> => {
  // Chromium opens a hidden target only beside a window.
  await allContents()[0]?.page
  const page = await openHostPage('clipboard', '<!doctype html>', async () => {
    const { targetId } = await browser().send('Target.createTarget', {
      url: 'about:blank',
      hidden: true,
      background: true,
    })
    return targetId
  })
  await Promise.all([
    page.session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
    ...['clipboard-read', 'clipboard-write'].map(name =>
      browser().send('Browser.setPermission', {
        origin: hostOrigin('clipboard'),
        permission: { name },
        setting: 'granted',
      }),
    ),
  ])
  return async expression => {
    const { result, exceptionDetails } = await page.session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      userGesture: true,
      returnByValue: true,
    })
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
}

let page: ReturnType<typeof open> | undefined
// One after the other, so that a clear never overtakes the write before it.
let last: Promise<unknown> = Promise.resolve()

const run = (expression: string): Promise<unknown> => {
  page ??= open()
  const evaluate = page
  const next = last.then(async () => (await evaluate)(expression))
  last = next.catch(() => undefined)
  return next
}

const readText = async () => String((await run('navigator.clipboard.readText()')) ?? '')
const writeText = async (text: string) => {
  await run(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
}

type Items = ConstructorParameters<typeof Electron>[0]

const createItem = (items: Items): Electron =>
  implement<Electron>('ClipboardItem', {
    types: Object.keys(items),
    // The overloads differ by the bookmark alone, which this host refuses in `write`.
    getType: (async (type: string) => new Blob([String(await items[type])], { type })) as never,
  })

export const ClipboardItem = constructible<typeof Electron>('ClipboardItem', createItem, {})

const textOf = async (item: Electron): Promise<string> => {
  for (const type of item.types)
    if (type !== 'text/plain' && !type.startsWith('electron application/osclipboard'))
      notImplemented(`clipboard.write of ${type}`)
  return (await item.getType<'text/plain'>('text/plain')).text()
}

export const clipboard = implement<Clipboard>('clipboard', {
  readText,
  writeText,
  clear: () => {
    writeText('').catch(() => undefined)
  },
  // What is selected in the page is Chromium's, which lets nobody read it.
  selection: implement<Clipboard>('clipboard.selection', {
    readText: async () => '',
    clear: () => undefined,
  }),
  has: async type => type === 'text/plain' && (await readText()) !== '',
  write: async ([item, ...others]) => {
    if (!item || others.length > 0) notImplemented('clipboard.write of several items')
    else await writeText(await textOf(item))
  },
})
