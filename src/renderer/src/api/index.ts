import type { Bridge } from '../../../shared/bridge.ts'
import type { AppContract } from '../../../shared/contract/index.ts'
import type { KeysWindow } from '../../../shared/contract/keys.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { aheadOf } from './ahead.ts'
import { createClient, createOn } from './client.ts'

declare global {
  interface Window {
    readonly claviger: Bridge
  }
}

export const api = createClient<AppContract>(window.claviger)
export const on = createOn(window.claviger)

/** A page without a list has no rows to wait for, in ms. */
const withoutRows = 1000

const rows = Promise.withResolvers<void>()
setTimeout(rows.resolve, withoutRows)
/** Resolves after the frame that shows the first rows that were asked for. */
export const firstPaint: Promise<void> = rows.promise

const ahead = aheadOf(api.keys.window, listener => on('keys-changed', listener))

const windowOf = async (asked: KeysWindow) => {
  const answer = await ahead.take(asked)
  requestAnimationFrame(() => setTimeout(rows.resolve))
  return answer
}

/** Where lists of keys come from. */
export const keysSource = {
  window: windowOf,
  counts: api.keys.counts,
  onChanged: (listener: (scope: Scope) => void) => on('keys-changed', listener),
  /** Asks for a window before the list that will show it is there. */
  askAhead: ahead.ask,
}
