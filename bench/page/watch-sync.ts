type State = {
  readonly environment: string
  readonly phase: string
  readonly complete: boolean
  readonly count: number
}
type Times = { startedAt: number; firstRowsAt: number; listedAt: number }
type Claviger = { subscribe: (listener: (name: string, data: State) => void) => () => void }

/** Looks at the first full read of Preview from now on, until `count` keys are listed. */
export const run = (count: number): void => {
  // The bridge that the preload script gives to the page.
  const { claviger } = globalThis as unknown as { readonly claviger: Claviger }
  const now = () => performance.timeOrigin + performance.now()
  const listed = new Promise<Times>(resolve => {
    const times: Times = { startedAt: 0, firstRowsAt: 0, listedAt: 0 }
    let whole = false
    claviger.subscribe((name, data) => {
      if (name !== 'sync-changed' || data.environment !== 'preview') return
      if (data.phase === 'syncing') times.startedAt ||= now()
      whole = data.complete && data.phase === 'live' && data.count === count
    })
    const painted = new MessageChannel()
    painted.port1.onmessage = () => {
      times.firstRowsAt ||= now()
      const rows = Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount'))
      if (!whole || rows !== count + 1) return look()
      times.listedAt = now()
      resolve(times)
    }
    const look = () =>
      void requestAnimationFrame(() => {
        const cell = document.querySelector('[role=grid] [data-index] [role=gridcell]')
        if (cell?.textContent) painted.port2.postMessage(null)
        else look()
      })
    look()
  })
  Object.assign(globalThis, { syncTimes: listed })
}
