import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { driveList, peerList } from '../../bench/drive-list.ts'
import { findChromium } from '../../tools/chromium-host/find-chromium.ts'

const executablePath = findChromium()

/**
 * A list of 2,000 rows in plain elements that shows what is found or scrolled to `late` frames after it was asked to. Its
 * rows are in sight wherever it is scrolled to, where they are `held`, until they are others.
 */
const listPage = (late: number, held: boolean): string => `<!doctype html>
<input aria-label="Search">
<div data-scroller tabindex="0" style="height: 500px; overflow: auto; overflow-anchor: none">
  <div style="position: relative"></div>
</div>
<button>Name</button>
<script>
  const rows = Array.from({ length: 2000 }, (_, index) => 'key-' + String(index).padStart(4, '0'))
  const [field] = document.getElementsByTagName('input')
  const [scroller, body] = document.getElementsByTagName('div')
  let shown = rows
  const soon = (frames, then) => (frames === 0 ? then() : requestAnimationFrame(() => soon(frames - 1, then)))
  const draw = () => {
    body.style.height = shown.length * 40 + 'px'
    const first = Math.floor(scroller.scrollTop / 40)
    body.innerHTML = '<div style="position: ${held ? 'sticky' : 'static'}; top: 0">' + shown.slice(first, first + 14).map((name, index) =>
      '<div data-name style="position: absolute; height: 40px; top: ' + (${held ? 0 : 'first'} + index) * 40 + 'px">' + name + '</div>').join('') + '</div>'
  }
  const find = () => { shown = rows.filter(row => row.includes(field.value)); draw() }
  field.addEventListener('input', () => soon(${late}, find))
  scroller.addEventListener('scroll', () => soon(${late}, draw))
  document.querySelector('button').addEventListener('click', () => soon(${late}, () => { rows.reverse(); find() }))
  draw()
</script>`

const all = Array.from({ length: 2000 }, (_, index) => `key-${String(index).padStart(4, '0')}`)
const found = (text: string) => all.filter(name => name.includes(text))
const names = (text: string) => found(text).slice(0, 10)
const reversed = (text: string) => found(text).toReversed().slice(0, 10)

describe.skipIf(executablePath === undefined)('driving a list', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      chromiumSandbox: false,
    })
  })
  afterAll(() => browser.close())
  const open = async (late: number, held = false) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.setContent(listPage(late, held))
    return driveList(page, peerList)
  }

  it('measures a key until the list shows what was typed, and until the field does', async () => {
    const list = await open(4)
    const [time] = await list.type([{ key: '7', text: '7', names: names('7') }])
    expect(await list.visible()).toEqual(expect.arrayContaining(names('7')))
    expect(time?.distinct).toBe(true)
    expect(time?.typedMs).toBeLessThan(time?.resultMs ?? 0)
  })

  it('tells of a key that changes nothing in sight', async () => {
    const list = await open(0)
    const [time] = await list.type([{ key: 'k', text: 'k', names: names('k') }])
    expect(time?.distinct).toBe(false)
  })

  it('waits for the order that a heading asks for, and for a cleared field', async () => {
    const list = await open(4)
    await list.sort('Name', reversed(''))
    expect((await list.visible())[0]).toBe('key-1999')
    await list.type([{ key: '7', text: '7', names: reversed('7') }])
    await list.clear(reversed(''))
    expect((await list.visible())[0]).toBe('key-1999')
  })

  it('sees the rows that lack while a list is thrown', async () => {
    const prompt = await (await open(0)).fling(60_000, 500)
    expect([prompt.blankFrames, prompt.blanks]).toEqual([0, []])
    const late = await (await open(4)).fling(60_000, 500)
    expect(late.blankFrames).toBeGreaterThan(0)
    expect(late.blanks.length).toBeGreaterThan(0)
  })

  it.each([false, true])('waits after a jump for rows of where it went: held %s', async held => {
    const list = await open(4, held)
    await list.jump(0)
    await list.jump(0.5)
    expect((await list.visible())[0]).toMatch(/^key-09/)
  })

  it.each(['wheel', 'bar', 'End'] as const)('reaches the last row: %s', async way => {
    expect(await (await open(0)).reachesLast(way, 'key-1999')).toBe(true)
  })

  it('does not take another row for the last', async () => {
    expect(await (await open(0)).reachesLast('bar', 'key-1998')).toBe(false)
  })
})
