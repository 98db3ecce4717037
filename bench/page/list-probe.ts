import type { Expected, Fling, ListParts, ListProbe, Painted } from '../list-probe.ts'

// The driver puts this file into a page as it is, without its types: it imports nothing.

const compared = 10
const patienceMs = 60_000

const element = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`${selector} is not in the page`)
  return found
}

const namesInSight = ({ nameCell, scroller }: ListParts): readonly string[] => {
  const { top, bottom } = element(scroller).getBoundingClientRect()
  return [...document.querySelectorAll(nameCell)]
    .map(cell => ({ name: cell.textContent.trim(), box: cell.getBoundingClientRect() }))
    .map(({ name, box }) => ({ name, middle: (box.top + box.bottom) / 2, height: box.height }))
    .filter(({ name, middle, height }) => name && height > 0 && middle > top && middle < bottom)
    .sort((a, b) => a.middle - b.middle)
    .map(({ name }) => name)
}

const isShown = (parts: ListParts, { names }: Expected): boolean => {
  const shown = namesInSight(parts)
  if (names.length < compared && shown.length !== names.length) return false
  return names.every((name, index) => shown[index] === name)
}

const isTyped = ({ search }: ListParts, { text }: Expected): boolean => {
  const field = element(search)
  return field instanceof HTMLInputElement && field.value === text
}

/** After this frame was painted. */
const afterFrame = (then: () => void): void => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = then
  port2.postMessage(null)
}

type Frames = {
  /** True ends it. Times in ms, as `performance.now()`. The page is as it is about to be painted: all animation callbacks and the layout are done. */
  readonly look: (frameAt: number) => boolean
  readonly after: () => void
}

const eachFrame = ({ look, after }: Frames): void => {
  let frameAt = 0
  const mark = document.createElement('div')
  mark.style.cssText = 'position:fixed;width:1px;height:1px;contain:strict;visibility:hidden'
  document.body.append(mark)
  const next = (at: number) => {
    frameAt = at
    // Has the observer called in this frame.
    mark.style.width = mark.style.width === '1px' ? '2px' : '1px'
  }
  const observer = new ResizeObserver(() => {
    if (frameAt === 0) return
    if (!look(frameAt)) return void requestAnimationFrame(next)
    observer.disconnect()
    mark.remove()
    afterFrame(after)
  })
  observer.observe(mark)
  requestAnimationFrame(next)
}

/** When the next key or click comes; `at` is NaN before. */
const nextEvent = (): { at: number } => {
  const event = { at: Number.NaN }
  const listening = new AbortController()
  const hear = ({ timeStamp }: Event) => {
    event.at = timeStamp
    listening.abort()
  }
  for (const kind of ['keydown', 'click'])
    window.addEventListener(kind, hear, { capture: true, signal: listening.signal })
  return event
}

const measure = (parts: ListParts, expected: Expected): Promise<Painted> => {
  const event = nextEvent()
  const armedAt = performance.now()
  let [typed, typedMs] = [false, Number.NaN]
  const isLate = () => performance.now() - armedAt > patienceMs
  const sawTyped = () => {
    if (typed || !isTyped(parts, expected)) return
    typed = true
    afterFrame(() => {
      typedMs = performance.now() - event.at
    })
  }
  const isDone = () => typed && isShown(parts, expected)
  return new Promise((resolve, reject) => {
    const look = () => {
      if (Number.isNaN(event.at)) return isLate()
      sawTyped()
      return isDone() || isLate()
    }
    const after = () => {
      const resultMs = performance.now() - event.at
      if (typed && !isLate()) return resolve({ resultMs, typedMs })
      const shown = namesInSight(parts).slice(0, compared)
      reject(new Error(`Expected ${JSON.stringify(expected)}, shown is ${JSON.stringify(shown)}`))
    }
    eachFrame({ look, after })
  })
}

const watchLongTasks = () => {
  const tasks: number[] = []
  const observer = new PerformanceObserver(found => {
    for (const { duration } of found.getEntries()) tasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  return { tasks, end: () => observer.disconnect() }
}

/** What the frames were, from when each began and whether rows were lacking in it. */
const flingOf = (times: readonly number[], lacking: readonly boolean[]) => {
  const frames = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const blanks: number[] = []
  frames.forEach((frame, index) => {
    if (!lacking[index]) return
    if (index > 0 && lacking[index - 1]) blanks.push((blanks.pop() ?? 0) + frame)
    else blanks.push(frame)
  })
  return { frames, blanks, blankFrames: lacking.filter(Boolean).length }
}

const fling = (parts: ListParts, px: number, ms: number): Promise<Fling> =>
  new Promise(resolve => {
    const list = element(parts.scroller)
    const from = list.scrollTop
    // One may be cut in half at either end.
    const full = namesInSight(parts).length - 1
    const long = watchLongTasks()
    const times: number[] = []
    const lacking: boolean[] = []
    const gone = (at: number) => at - (times[0] ?? at)
    const move = () => {
      const share = Math.min(1, gone(performance.now()) / ms)
      list.scrollTop = from + px * (1 - (1 - share) ** 3)
    }
    const look = (at: number) => {
      times.push(at)
      lacking.push(namesInSight(parts).length < full)
      // Between two frames, as input comes: so the next one begins with the scroll event.
      afterFrame(move)
      return gone(at) > ms + 500
    }
    const finish = () => {
      long.end()
      resolve({ ...flingOf(times, lacking), longTasks: long.tasks })
    }
    // Long tasks are told a little later.
    eachFrame({ look, after: () => setTimeout(finish, 100) })
  })

const jump = (parts: ListParts, share: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const list = element(parts.scroller)
    const before = namesInSight(parts)
    const from = list.scrollTop
    const startedAt = performance.now()
    list.scrollTop = share * (list.scrollHeight - list.clientHeight)
    const isThere = Math.abs(list.scrollTop - from) < 1
    const isLate = () => performance.now() - startedAt > patienceMs
    const look = () => {
      const shown = namesInSight(parts)
      // Several keys may have one name.
      const known = shown.filter(name => before.includes(name))
      const moved = shown.length >= before.length - 1 && known.length < shown.length / 2
      return moved || isThere || isLate()
    }
    const after = () =>
      isLate()
        ? reject(new Error(`No rows at ${share} of the list`))
        : resolve(performance.now() - startedAt)
    eachFrame({ look, after })
  })

export const createProbe = (parts: ListParts): ListProbe => {
  let measured: Promise<Painted> = Promise.reject(new Error('Nothing was armed'))
  measured.catch(() => undefined)
  return {
    arm: expected => {
      measured = measure(parts, expected)
      // Whoever armed asks only after the event.
      measured.catch(() => undefined)
    },
    painted: () => measured,
    fling: (px, ms) => fling(parts, px, ms),
    jump: share => jump(parts, share),
    scrollToEnd: () => {
      const list = element(parts.scroller)
      list.scrollTop = list.scrollHeight
    },
    scrollTop: () => element(parts.scroller).scrollTop,
    visible: () => namesInSight(parts),
  }
}
