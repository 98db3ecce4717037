import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { createCopies } from '../../../src/main/services/clipboard-copies.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { fakeClipboard, fakeClock, fakeNote } from '../../fakes.ts'

const start = (noted: readonly string[] = []) => {
  const [board, clock, note] = [fakeClipboard(), fakeClock(), fakeNote(noted)]
  const logged: string[] = []
  const faults = { write: false, clear: false, note: false, read: false }
  const fail = (what: keyof typeof faults) => {
    if (faults[what]) throw new AppError({ code: 'clipboard' })
  }
  const order: string[] = []
  let seconds = 60
  const copies = createCopies({
    clock,
    log: event => void logged.push(event),
    seconds: () => seconds,
    mayCopy: () => true,
    clipboard: {
      read: async () => {
        fail('read')
        return board.read()
      },
      write: async value => {
        fail('write')
        order.push(`write ${value.expose()}`)
        await board.write(value)
      },
      clearIf: async value => {
        fail('clear')
        await board.clearIf(value)
      },
    },
    note: {
      ...note,
      keep: async values => {
        fail('note')
        order.push(`note ${values.map(value => value.expose()).join()}`)
        await note.keep(values)
      },
    },
  })
  const prefer = (chosen: number) => {
    seconds = chosen
  }
  return { board, clock, note, copies, logged, faults, order, prefer }
}

describe('a secret on the clipboard', () => {
  it('is cleared when its time is over', async () => {
    const { board, clock, copies } = start()
    expect(await copies.make(secret('a'))).toEqual({ clearsAfterSeconds: 60 })
    clock.advance(59_999)
    await Promise.resolve()
    expect(board.text()).toBe('a')
    clock.advance(1)
    await expect.poll(board.text).toBe('')
  })

  it('has the time that was chosen', async () => {
    const { board, clock, copies, prefer } = start()
    prefer(30)
    expect(await copies.make(secret('a'))).toEqual({ clearsAfterSeconds: 30 })
    clock.advance(30_000)
    await expect.poll(board.text).toBe('')
  })

  it('is left alone when the user has copied something else', async () => {
    const { board, clock, copies } = start()
    await copies.make(secret('a'))
    board.replace('b')
    clock.advance(60_000)
    await copies.clear()
    expect(board.text()).toBe('b')
  })

  it('has its time anew, once, when it is copied a second time', async () => {
    const { board, clock, copies } = start()
    await copies.make(secret('a'))
    clock.advance(40_000)
    // Another value of the same text, as a service gives that shows its keys again.
    await copies.make(secret('a'))
    expect(clock.pending()).toBe(1)
    clock.advance(59_999)
    await Promise.resolve()
    expect(board.text()).toBe('a')
    clock.advance(1)
    await expect.poll(board.text).toBe('')
  })

  it('is not taken away by the timer of the one before', async () => {
    const { board, clock, copies } = start()
    await copies.make(secret('a'))
    clock.advance(40_000)
    await copies.make(secret('b'))
    clock.advance(20_000)
    // In turn, after what the first timer began.
    await copies.recover()
    expect(board.text()).toBe('b')
    clock.advance(40_000)
    await expect.poll(board.text).toBe('')
  })

  it('is cleared at a lock and at quit, with no timer left', async () => {
    const { board, clock, copies } = start()
    await copies.make(secret('a'))
    await copies.clear()
    expect(board.text()).toBe('')
    expect(clock.pending()).toBe(0)
  })

  it('is not copied when the clipboard does not take it, and looked after in case it comes late', async () => {
    const { board, clock, copies, note, faults } = start()
    faults.write = true
    expect(await copies.make(secret('a')).catch(infoOf)).toEqual({ code: 'clipboard' })
    expect([board.text(), note.kept()]).toEqual(['', ['a']])
    board.replace('a')
    clock.advance(60_000)
    await expect.poll(() => [board.text(), note.kept()]).toEqual(['', []])
    expect(clock.pending()).toBe(0)
  })

  it('is tried again when it could not be taken away in its time', async () => {
    const { board, clock, copies, note, logged, faults } = start()
    await copies.make(secret('a'))
    faults.clear = true
    clock.advance(60_000)
    await expect.poll(() => logged).toEqual(['clipboard-not-cleared'])
    expect(note.kept()).toEqual(['a'])
    faults.clear = false
    await copies.clear()
    expect([board.text(), note.kept()]).toEqual(['', []])
  })

  it('is not taken by a clearing that began before it was copied', async () => {
    const { board, copies } = start()
    await copies.make(secret('a'))
    await Promise.all([copies.clear(), copies.make(secret('a'))])
    expect(board.text()).toBe('a')
  })
})

describe('the note of what was copied', () => {
  it('is written before the copy, and gone when the clipboard is cleared', async () => {
    const { copies, note, order } = start()
    await copies.make(secret('a'))
    expect(order).toEqual(['note a', 'write a'])
    await copies.clear()
    expect(note.kept()).toEqual([])
  })

  it('has the secret before too while it may still be there', async () => {
    const { copies, order } = start()
    await copies.make(secret('a'))
    await copies.make(secret('b'))
    expect(order.slice(2)).toEqual(['note a,b', 'write b'])
  })

  it('keeps nobody from copying when it cannot be written', async () => {
    const { board, copies, faults, logged } = start()
    faults.note = true
    await copies.make(secret('a'))
    expect(board.text()).toBe('a')
    expect(logged).toEqual(['clipboard-note-not-written'])
  })
})

describe('a start after a crash', () => {
  it('clears what the run before had copied', async () => {
    const { board, copies, note } = start(['a'])
    board.replace('a')
    await copies.recover()
    expect([board.text(), note.kept()]).toEqual(['', []])
  })

  it('leaves anything else on the clipboard, and forgets', async () => {
    const { board, copies, note } = start(['a'])
    board.replace('b')
    await copies.recover()
    expect([board.text(), note.kept()]).toEqual(['b', []])
  })

  it('leaves what was copied since', async () => {
    const { board, copies } = start(['a'])
    await copies.make(secret('b'))
    await copies.recover()
    expect(board.text()).toBe('b')
  })

  it('clears it also where a lock or a quit comes first', async () => {
    const { board, copies, note } = start(['a'])
    board.replace('a')
    await copies.clear()
    expect([board.text(), note.kept()]).toEqual(['', []])
  })

  it('leaves it for the next start where it cannot be cleared before a quit', async () => {
    const { board, copies, note, faults } = start(['a'])
    board.replace('a')
    faults.clear = true
    await copies.clear()
    expect([board.text(), note.kept()]).toEqual(['a', ['a']])
  })

  it('goes on where the clipboard cannot be read or cleared, and remembers what is still there', async () => {
    const { board, copies, note, faults, logged } = start(['a'])
    board.replace('a')
    faults.clear = true
    await copies.recover()
    expect(logged).toEqual(['clipboard-not-recovered'])
    expect(note.kept()).toEqual(['a'])
    faults.read = true
    await copies.recover()
    expect(note.kept()).toEqual(['a'])
    Object.assign(faults, { clear: false, read: false })
    await copies.recover()
    expect([board.text(), note.kept()]).toEqual(['', []])
  })
})
