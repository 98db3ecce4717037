import type { Bridge } from '../../../shared/bridge.ts'
import type { AppContract } from '../../../shared/contract/index.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { createClient, createOn } from './client.ts'

declare global {
  interface Window {
    readonly claviger: Bridge
  }
}

export const api = createClient<AppContract>(window.claviger)
export const on = createOn(window.claviger)

/** Where lists of keys come from. */
export const keysSource = {
  window: api.keys.window,
  counts: api.keys.counts,
  onChanged: (listener: (scope: Scope) => void) => on('keys-changed', listener),
}
