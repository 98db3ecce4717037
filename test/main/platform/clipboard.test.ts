import { beforeEach, describe, expect, it, vi } from 'vitest'
import { liveSecrets, secret } from '../../../src/main/base/secret.ts'
import { systemClipboard } from '../../../src/main/platform/clipboard.ts'
import { infoOf } from '../../../src/shared/error.ts'

/** Electron's two clipboards of Linux, in memory: its module is there only inside Electron. */
const electron = vi.hoisted(() => {
  const createBoard = () => {
    const board = { text: '', items: [] as Record<string, string>[], fails: false, hangs: false }
    const check = async () => {
      if (board.hangs) await new Promise(() => undefined)
      if (board.fails) throw new Error('no clipboard')
    }
    return {
      board,
      readText: async () => {
        await check()
        return board.text
      },
      write: async (items: readonly { readonly entries: Record<string, string> }[]) => {
        await check()
        board.items = items.map(({ entries }) => entries)
        board.text = board.items[0]?.['text/plain'] ?? ''
      },
      clear: () => {
        board.text = ''
      },
    }
  }
  class ClipboardItem {
    readonly entries
    constructor(entries: Record<string, string>) {
      this.entries = entries
    }
  }
  return { clipboard: { ...createBoard(), selection: createBoard() }, ClipboardItem }
})
vi.mock('electron', () => electron)

const { board, selection } = electron.clipboard
const onLinux = process.platform === 'linux'

beforeEach(() => {
  board.fails = false
  board.hangs = false
  board.text = ''
  selection.board.text = ''
})

describe('a secret that is copied', () => {
  it('is one item, with the hint that clipboard histories look for', async () => {
    await systemClipboard.write(secret('a'))
    expect(board.items).toHaveLength(1)
    const { 'text/plain': text, ...hints } = board.items[0] ?? {}
    expect(text).toBe('a')
    expect(Object.keys(hints).join()).toMatch(
      /osclipboard;format="(x-kde-passwordManagerHint|org\.nspasteboard\.ConcealedType|ExcludeClipboardContentFromMonitorProcessing)"$/,
    )
  })

  it('never goes to the primary selection', async () => {
    await systemClipboard.write(secret('a'))
    expect(selection.board.text).toBe('')
  })

  it('is not copied where the clipboard refuses', async () => {
    board.fails = true
    expect(await systemClipboard.write(secret('a')).catch(infoOf)).toEqual({ code: 'clipboard' })
  })
})

it('is read as what may be any word, which is then not looked for in others', async () => {
  board.text = 'the billing department'
  const read = await systemClipboard.read()
  expect(read?.expose()).toBe('the billing department')
  expect(liveSecrets().map(one => one.expose())).not.toContain('the billing department')
})

it('does not wait for a program that has the clipboard and does not answer', async () => {
  vi.useFakeTimers()
  board.hangs = true
  const asked = [
    systemClipboard.write(secret('a')),
    systemClipboard.read(),
    systemClipboard.clearIf(secret('a')),
  ].map(work => work.catch(cause => infoOf(cause)?.code))
  vi.advanceTimersByTime(3_000)
  expect(await Promise.all(asked)).toEqual(['clipboard', 'no-key-on-clipboard', 'clipboard'])
  vi.useRealTimers()
})

describe('clearing', () => {
  it('takes what is still there', async () => {
    board.text = 'a'
    await systemClipboard.clearIf(secret('a'))
    expect(board.text).toBe('')
  })

  it.runIf(onLinux)('takes it from the primary selection too, where it was selected', async () => {
    board.text = 'b'
    selection.board.text = 'a'
    await systemClipboard.clearIf(secret('a'))
    expect([board.text, selection.board.text]).toEqual(['b', ''])
  })

  it('leaves anything else', async () => {
    board.text = 'ab'
    selection.board.text = 'b'
    await systemClipboard.clearIf(secret('a'))
    expect([board.text, selection.board.text]).toEqual(['ab', 'b'])
  })

  it('says so when it cannot be found out', async () => {
    board.fails = true
    await expect(systemClipboard.clearIf(secret('a'))).rejects.toThrow()
  })
})
