import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: number | null = null
let now = Date.now()

const tick = () => {
  now = Date.now()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= window.setInterval(tick, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    window.clearInterval(timer)
    timer = null
  }
}

// An idle page has no running timer, so its last tick may be long ago.
const current = () => {
  if (Date.now() - now > 30_000) now = Date.now()
  return now
}

/** The time in ms since 1970 UTC, fresh to half a minute: one timer for every relative time on the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, current)
